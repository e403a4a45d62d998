import type { Product } from '../support/product.js';
import type { StackOptions } from '../../apps/standalone/src/stack.js';
import { readLedger, type Ledger } from '../support/outside.ledger.js';
import { percentile, type LoadResult } from '../support/events.load.js';

/** One row of the fault table. */
export interface ChaosRow extends Ledger {
  fault: string;
  seed: number;
  /** Answers that were no 202, by status. */
  refused: string;
  /** How long all but one in a hundred of the accepted calls took, ms. */
  acceptP99Ms: number;
  /** From the end of the load until everything was settled, ms. */
  recoveryMs: number;
  /** What else the fault shows. */
  note: string;
}

/** A fault under load. `stack`: what it has to run on. */
export interface Scenario {
  name: string;
  stack?: Omit<StackOptions, 'dataDir'>;
  /** Posts, breaks, mends; returns what the senders know and a remark. */
  run: (product: Product, random: () => number) => Promise<{ load: LoadResult; note: string }>;
  /** Whether the row is as it must be; a sentence when it is not. */
  judge?: (row: ChaosRow) => string | null;
}

/** Longer than any hold, session or backoff lasts. */
const SETTLE_MS = 120_000;

/** mulberry32: the same seed gives the same moments. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs a scenario on a product that is up, and reads from outside what became of the events. */
export async function runScenario(scenario: Scenario, product: Product, seed: number): Promise<ChaosRow> {
  const { load, note } = await scenario.run(product, seeded(seed));
  const begun = performance.now();
  const ledger = await readLedger(
    {
      accepted: load.accepted,
      destination: product.destination.id,
      receiver: product.receiver,
      path: product.destination.path,
      postgres: product.stack.postgres.url,
    },
    SETTLE_MS,
  );
  const refused = [...load.refused].map(([status, count]) => `${status === 0 ? 'broken' : status}×${count}`).join(' ');
  return {
    ...ledger,
    fault: scenario.name,
    seed,
    refused,
    acceptP99Ms: Math.round(percentile(load.latencies, 0.99)),
    recoveryMs: Math.round(performance.now() - begun),
    note,
  };
}

/** What is wrong with a row: nothing may be lost or stuck, whatever the fault; the rest is the scenario's own. */
export const complaint = (scenario: Scenario, row: ChaosRow): string | null => {
  if (row.lost > 0) return `${row.lost} accepted events were lost`;
  if (row.stuck > 0) return `${row.stuck} deliveries are stuck`;
  return scenario.judge?.(row) ?? null;
};
