import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openProduct, type OpenProduct } from '../support/product.js';
import { killed, rolled } from './process.scenarios.js';
import { complaint, runScenario, type Scenario } from './scenario.js';

/* The short run of the fault suite: processes only. `npm run test:chaos` breaks broker and database as well. */

let opened: OpenProduct;
beforeAll(async () => (opened = await openProduct({})), 180_000);
afterAll(() => opened.end(), 60_000);

const SEED = 7;
const scenarios: Scenario[] = [rolled(2_000, 200), killed(3_000, 300, 8)];

describe('under load', () => {
  it.each(scenarios)(
    '$name',
    async (scenario) => {
      const { product } = opened;
      const destination = await product.addDestination(`chaos-${scenarios.indexOf(scenario)}`);
      const row = await runScenario(scenario, { ...product, destination }, SEED);
      expect({ complaint: complaint(scenario, row), row }).toMatchObject({ complaint: null });
      expect(row.accepted).toBeGreaterThan(0);
      await product.console.call(
        'DELETE',
        `/api/spaces/${product.space.id}/destinations/${destination.id}?discard=true`,
      );
    },
    240_000,
  );
});
