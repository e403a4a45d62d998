import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { destinationId, type Bucket, type Outcome } from '@app/contracts';
import { disordered, outcomeHistories } from '@app/contracts/testing';
import { addCounters, type Database, type DeliveryRow, type Queryable } from '@app/persistence';
import {
  aDelivery,
  migratedDatabase,
  outcomeFor,
  storeDeliveries,
  wrongCounters,
  type MigratedDatabase,
} from '@app/persistence/testing';
import fc from 'fast-check';
import { storeOutcomes, type StoredOutcomes } from './store-outcomes.js';

let given: MigratedDatabase;
let database: Database;

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
});

afterAll(() => given.drop());

const made = async (over: Partial<DeliveryRow> = {}): Promise<DeliveryRow> => {
  const row = aDelivery(over);
  await storeDeliveries(database, [row]);
  return row;
};

const storeIn = async (tx: Queryable, outcomes: readonly Outcome[]): Promise<StoredOutcomes> => {
  const stored = await storeOutcomes(tx, outcomes);
  await addCounters(tx, 1, stored.counters);
  return stored;
};
const store = (...outcomes: Outcome[]): Promise<StoredOutcomes> => database.transaction((tx) => storeIn(tx, outcomes));

const read = async ({ bucket, eventId }: DeliveryRow): Promise<Record<string, unknown>> => {
  const [row] = await database.query({
    text: `select status, place, dispatch, attempt_count, due_at, tier, last_attempt_at, settled_at, reason, detail, http_status
             from event_outbox where bucket = $1 and event_id = $2`,
    values: [bucket, eventId],
  });
  return row ?? {};
};

describe('an outcome', () => {
  it('sent settles the delivery', async () => {
    const row = await made();
    await store(outcomeFor(row, { started_at_ms: 1_793_600_100_000, duration_ms: 25 }));
    expect(await read(row)).toEqual({
      status: 'sent',
      place: null,
      dispatch: 1,
      attempt_count: 1,
      due_at: null,
      tier: null,
      last_attempt_at: 1_793_600_100_000,
      settled_at: 1_793_600_100_025,
      reason: null,
      detail: null,
      http_status: 200,
    });
  });

  it('retry and keep let it wait in the right place', async () => {
    const row = await made();
    const tier = { topic: 'deliveries.webhook.retry.30s', partition: 2 };
    const retry = outcomeFor(row, {
      verdict: 'retry',
      reason: 'timeout',
      http_status: null,
      tier,
      next_attempt_at_ms: 1_793_600_130_000,
    });
    await store(retry);
    expect(await read(row)).toMatchObject({
      status: 'failed',
      place: 'tier',
      tier: tier.topic,
      due_at: 1_793_600_130_000,
      attempt_count: 1,
      reason: 'timeout',
    });
    await store(
      outcomeFor(row, { verdict: 'keep', attempt: 2, executed: false, next_attempt_at_ms: 1_793_600_140_000 }),
    );
    expect(await read(row)).toMatchObject({
      status: 'failed',
      place: 'here',
      tier: null,
      dispatch: 2,
      due_at: 1_793_600_140_000,
      attempt_count: 1,
    });
  });

  it('is kept as an attempt once, bytes untouched, if it was executed', async () => {
    const row = await made();
    const request = {
      method: 'POST',
      url: 'https://x.example',
      headers: {},
      body: Buffer.from('\0\ud800').toString('base64'),
    };
    const outcome = outcomeFor(row, { request, response: { fault: 'timeout', detail: 'no\0answer' }, detail: 'a\0b' });
    await store(outcome, outcomeFor(row, { executed: false, verdict: 'keep', attempt: 2 }));
    await store(outcome);
    const attempts = await database.query<{ outcome_id: string; request: Buffer; response: Buffer; detail: string }>({
      text: 'select * from delivery_attempts where bucket = $1 and event_id = $2',
      values: [row.bucket, row.eventId],
    });
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ outcome_id: outcome.outcome_id, detail: 'a\ufffdb', verdict: 'sent' });
    expect(JSON.parse(String(attempts[0]?.request))).toEqual(request);
    expect(JSON.parse(String(attempts[0]?.response))).toEqual({ fault: 'timeout', detail: 'no\0answer' });
  });

  it('without a row is counted and harms nobody', async () => {
    const row = await made();
    expect(await store(outcomeFor(aDelivery()), outcomeFor(row))).toMatchObject({ decided: 1, missing: 1 });
  });

  it('of a test send answers its job and touches no delivery', async () => {
    const row = await made();
    const jobId = randomUUID();
    await database.query({
      text: `insert into jobs (id, kind, state, request, created_by) values ($1, 'test', 'running', '{}', 'me')`,
      values: [jobId],
    });
    await store(
      outcomeFor(row, { mode: 'test', job_id: jobId, detail: 'a\0b' }),
      outcomeFor(row, { mode: 'notice', job_id: jobId }),
    );
    const [job] = await database.query({ text: 'select state, result from jobs where id = $1', values: [jobId] });
    expect(job).toMatchObject({ state: 'done', result: { verdict: 'sent', http_status: 200, detail: 'a\ufffdb' } });
    expect(await read(row)).toMatchObject({ status: 'pending', place: 'task' });
  });
});

describe('outcomes in disorder', () => {
  it('come to the same row in any order, with any repetition and in any batches', async () => {
    const cut = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
    const property = fc.asyncProperty(
      outcomeHistories.chain((history) => fc.tuple(fc.constant(history), disordered(history), cut)),
      async ([history, shuffled, sizes]) => {
        const destination = destinationId.parse(randomUUID());
        const [orderly, other] = [
          await made({ destinationId: destination }),
          await made({ destinationId: destination }),
        ];
        const as = (row: DeliveryRow, outcome: Outcome): Outcome => ({ ...outcomeFor(row), ...outcome, ...idsOf(row) });
        await store(...history.map((outcome) => as(orderly, outcome)));
        for (let at = 0, turn = 0; at < shuffled.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          await store(...shuffled.slice(at, at + size).map((outcome) => as(other, outcome)));
          at += size;
        }
        expect(await read(other)).toEqual(await read(orderly));
        expect(await attemptsOf(other)).toBe(await attemptsOf(orderly));
      },
    );
    await fc.assert(property, { numRuns: 60 });
    expect(await wrongCounters(database)).toEqual([]);
  });

  const idsOf = (row: DeliveryRow) => ({
    event_id: row.eventId,
    inbox_id: row.inboxId,
    space_id: row.spaceId,
    destination_id: row.destinationId,
    bucket: row.bucket,
  });

  const attemptsOf = async ({ bucket, eventId }: DeliveryRow): Promise<number> => {
    const [found] = await database.query<{ count: number }>({
      text: 'select count(*) from delivery_attempts where bucket = $1 and event_id = $2',
      values: [bucket, eventId],
    });
    return found?.count ?? -1;
  };

  it('stored by two at once are counted once and lock nobody out', async () => {
    const rows = Array.from({ length: 200 }, () => aDelivery());
    await storeDeliveries(database, rows);
    const outcomes = rows.map((row) => outcomeFor(row));
    await Promise.all([store(...outcomes), store(...outcomes.toReversed()), store(...outcomes)]);
    expect(await wrongCounters(database)).toEqual([]);
  });
});

describe('a day', () => {
  const day = (text: string): Bucket => aDelivery({ bucket: text as Bucket }).bucket;

  it('is the only one that is touched', async () => {
    const row = await made({ bucket: day('2026-11-05') });
    await made({ bucket: day('2026-11-06') });
    const touched = await database.transaction(async (tx) => {
      await storeIn(tx, [outcomeFor(row)]);
      return tx.query<{ relname: string }>({
        text: `select distinct relname from pg_locks join pg_class on pg_class.oid = relation
                where pid = pg_backend_pid() and relkind = 'r' and relname ~ '^(event_outbox|delivery_attempts)_' order by 1`,
      });
    });
    expect(touched.map(({ relname }) => relname)).toEqual(['delivery_attempts_20261105', 'event_outbox_20261105']);
  });

  it('is found by its index, however many deliveries it has', async () => {
    const rows = Array.from({ length: 1_000 }, () => aDelivery({ bucket: day('2026-11-07') }));
    await storeDeliveries(database, rows);
    await database.query({
      text: `insert into event_outbox select (o).* from (
               select jsonb_populate_record(o, jsonb_build_object('event_id', gen_random_uuid())) as o
                 from event_outbox o, generate_series(1, 40) where bucket = '2026-11-07') many`,
    });
    await database.query({ text: 'analyze event_outbox_20261107' });
    const scans = async (tx: Queryable): Promise<unknown> => {
      const text = `select seq_scan from pg_stat_xact_user_tables where relname = 'event_outbox_20261107'`;
      return (await tx.query<{ seq_scan: number }>({ text }))[0]?.seq_scan ?? 0;
    };
    const [before, after] = await database.transaction(async (tx) => [
      await scans(tx),
      await storeIn(
        tx,
        rows.map((row) => outcomeFor(row)),
      ).then(() => scans(tx)),
    ]);
    expect(after).toBe(before);
  });

  it('does not matter to the rest of a batch', async () => {
    const rows = [await made({ bucket: day('2026-11-05') }), await made({ bucket: day('2026-11-06') })];
    await store(...rows.map((row) => outcomeFor(row)));
    for (const row of rows) expect(await read(row)).toMatchObject({ status: 'sent' });
  });
});
