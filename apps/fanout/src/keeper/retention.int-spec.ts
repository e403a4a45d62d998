import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { bucketOf, type Bucket } from '@app/contracts';
import { silentLogger, testMetrics } from '@app/observability/testing';
import { addCounters, dropBucket, ensureBuckets, readKeptDays, slotOfBucket, type Database } from '@app/persistence';
import { migratedDatabase, wrongCounters, type MigratedDatabase } from '@app/persistence/testing';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { RetentionKeeper } from './retention.keeper.js';
import { retentionMetrics } from './retention.metrics.js';

let given: MigratedDatabase;
let database: Database;
const [space, destination] = [randomUUID(), randomUUID()];
const DAY = 86_400_000;
const NOW = Date.now();

beforeAll(async () => {
  given = await migratedDatabase({ poolSize: 6 });
  database = given.database;
});
afterAll(() => given.drop());

const keeper = () => {
  const metrics = testMetrics();
  const crash = (error: unknown): void => expect(error).toBeUndefined();
  const options = { database, days: 90, log: silentLogger(), metrics: retentionMetrics(metrics), crash };
  return { keeper: new RetentionKeeper(options), text: () => metrics.text() };
};

async function aDay(age: number, state: Parameters<typeof storeDelivery>[3]): Promise<Bucket> {
  const acceptedAt = NOW - age * DAY;
  const day = bucketOf(acceptedAt);
  await ensureBuckets(database, [day]);
  await storeDelivery(database, await storeEvent(database, space, { acceptedAt }), destination, state);
  return day;
}

describe('retention', () => {
  it('drops settled days with their counters, and keeps what is open or young', async () => {
    const gone = await aDay(100, { status: 'sent' });
    const alsoGone = await aDay(99, { status: 'failed_permanently' });
    const open = await aDay(98, { status: 'failed', place: 'tier' });
    const young = await aDay(90, { status: 'sent' });
    const flow = { scope: destination, name: 'flow.sent', slotMs: slotOfBucket(gone), value: 2 };
    for (const shard of [3, 5]) await addCounters(database, shard, [flow]);
    const { keeper: one, text } = keeper();
    await one.sweep(NOW);
    const days = await readKeptDays(database);
    expect([gone, alsoGone, open, young].map((day) => days.includes(day))).toEqual([false, false, true, true]);
    const tables = await database.query<{ name: string }>({
      text: `select relname as name from pg_class where relname like $1`,
      values: [`%${gone.replaceAll('-', '')}%`],
    });
    expect(tables).toEqual([]);
    const counters = await database.query({
      text: `select name, shard, value from counters where scope = $1 and slot = $2 order by name`,
      values: [destination, gone],
    });
    expect(counters).toEqual([{ name: 'flow.sent', shard: 0, value: 4 }]);
    expect((await wrongCounters(database)).filter(({ name }) => !String(name).startsWith('flow.'))).toEqual([]);
    expect(await text()).toContain('waybill_retention_days_blocked 1\n');
    expect(await text()).toContain('waybill_retention_days_dropped_total 2\n');
  });

  it('never makes others wait for whoever uses the tables', async () => {
    const day = await aDay(97, { status: 'sent' });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const user = database.transaction(async (tx) => {
      await tx.query({ text: 'update event_outbox set detail = detail where bucket = $1', values: [day] });
      begin();
      await ended;
    });
    await begun;
    const dropping = dropBucket(database, day);
    const asked = performance.now();
    await database.query({ text: 'select count(*) from event_outbox where bucket = $1', values: [bucketOf(NOW)] });
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect(await dropping).toBe('busy');
    end();
    await user;
    expect(await dropBucket(database, day)).toBe('dropped');
  });

  it('does not drop what was opened while it waited', async () => {
    const day = await aDay(96, { status: 'sent' });
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const user = database.transaction(async (tx) => {
      await tx.query({ text: `update event_outbox set place = 'here' where bucket = $1`, values: [day] });
      begin();
      await ended;
    });
    await begun;
    const dropping = dropBucket(database, day);
    setTimeout(end, 20);
    await user;
    expect(['open', 'busy']).toContain(await dropping);
    expect(await dropBucket(database, day)).toBe('open');
  });

  it('forgets refusals after 30 days and test sends after one', async () => {
    await database.query({
      text: `insert into rejected_events (id, door, reason, detail, at, value_bytes)
             select gen_random_uuid(), 'http', 'schema', '', now() - n * interval '10 days', 0 from generate_series(1, 5) n`,
    });
    await database.query({
      text: `insert into jobs (id, kind, state, request, created_by, created_at)
             select gen_random_uuid(), kind, 'done', '{}', 'a test', now() - interval '2 days'
               from unnest('{test,redrive}'::text[]) kind`,
    });
    await keeper().keeper.sweep(NOW);
    const [left] = await database.query({
      text: `select (select count(*) from rejected_events)::int as rejected, (select count(*) from jobs)::int as jobs`,
    });
    expect(left).toEqual({ rejected: 2, jobs: 1 });
  });
});
