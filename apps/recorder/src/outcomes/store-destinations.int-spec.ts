import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { destinationId, type DestinationId, type Outcome } from '@app/contracts';
import type { Database } from '@app/persistence';
import {
  aDelivery,
  migratedDatabase,
  outcomeFor,
  storeDeliveries,
  type MigratedDatabase,
} from '@app/persistence/testing';
import { storeOutcomes } from './store-outcomes.js';

let given: MigratedDatabase;
let database: Database;

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
});
afterAll(() => given.drop());

const store = (...outcomes: Outcome[]) => database.transaction((tx) => storeOutcomes(tx, outcomes));

const stateOf = async (id: DestinationId): Promise<Record<string, unknown>> => {
  const [row] = await database.query({
    text: 'select * from destination_states where destination_id = $1',
    values: [id],
  });
  return row ?? {};
};

describe('a destination', () => {
  const made3 = async () => {
    const destination = destinationId.parse(randomUUID());
    const rows = Array.from({ length: 3 }, () => aDelivery({ destinationId: destination }));
    await storeDeliveries(database, rows);
    const [one, two, three] = rows;
    if (!one || !two || !three) throw new Error('three were made');
    return { destination, one, two, three };
  };

  it('remembers its last success, what was settled and the latest decision', async () => {
    const { destination, one, two } = await made3();
    const held = {
      state: 'held',
      reason: 'failing',
      held_until_ms: 1_793_600_210_000,
      hold_count: 1,
      revision: 1,
    } as const;
    await store(outcomeFor(one, { destination: { ...held, decided_at_ms: 1_793_600_200_000 } }));
    await store(outcomeFor(two, { destination: { ...held, hold_count: 9, decided_at_ms: 1_793_600_100_000 } }));
    expect(await stateOf(destination)).toMatchObject({
      state: 'held',
      reason: 'failing',
      held_until: 1_793_600_210_000,
      hold_count: 1,
      window_size: 1000,
      last_success_at: 1_793_600_000_020,
    });
  });

  it('halves its window when a lane overflows, once a second', async () => {
    const { destination, one, two, three } = await made3();
    const overflow = { verdict: 'keep', executed: false, http_status: null } as const;
    await store(outcomeFor(one, overflow));
    await store(outcomeFor(two, overflow), outcomeFor(three, overflow));
    expect(await stateOf(destination)).toMatchObject({ window_size: 500 });
  });

  it('is not paused by a decision older than its resume', async () => {
    const { destination, one, two, three } = await made3();
    const space = randomUUID();
    await database.query({
      text: `insert into spaces (id, name, revision) values ($1, $2, 1)`,
      values: [space, space],
    });
    await database.query({
      text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
               horizon_s, max_concurrency, timeout_ms, resumed_revision, revision)
             values ($1, $2, 'webhook', 'w', true, '{}', '{}', '{}', '{}', 10, 172800, 32, 10000, 7, 7)`,
      values: [destination, space],
    });
    const pause = { state: 'paused', reason: 'gone', held_until_ms: null, hold_count: 0 } as const;
    await store(outcomeFor(one, { destination: { ...pause, revision: 6, decided_at_ms: 1_793_600_100_000 } }));
    expect(await stateOf(destination)).toMatchObject({ state: 'active', paused_at: null });
    await store(outcomeFor(two, { destination: { ...pause, revision: 7, decided_at_ms: 1_793_600_100_000 } }));
    await store(outcomeFor(three, { destination: { ...pause, revision: 7, decided_at_ms: 1_793_600_200_000 } }));
    expect(await stateOf(destination)).toMatchObject({ state: 'paused', paused_at: 1_793_600_100_000 });
  });
});
