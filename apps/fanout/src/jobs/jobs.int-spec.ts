import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { bucketOf, destinationId, spaceId, type RedriveSelection } from '@app/contracts';
import { silentLogger, testMetrics } from '@app/observability/testing';
import { cancelJob, ConfigurationCache, insertJob, readJob, readJobRows, type Database } from '@app/persistence';
import { migratedDatabase, wrongCounters, type MigratedDatabase } from '@app/persistence/testing';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { until } from '../../../../test/support/until.js';
import { JobLoop } from './job.loop.js';
import { jobMetrics } from './job.metrics.js';

let given: MigratedDatabase;
let database: Database;
let configuration: ConfigurationCache;
const space = randomUUID();
const NOW = Date.now();

beforeAll(async () => {
  given = await migratedDatabase({ poolSize: 8 });
  database = given.database;
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'a space', 1)`, values: [space] });
  configuration = new ConfigurationCache({ database, log: silentLogger(), pollMs: 60_000 });
  configuration.start();
  await configuration.refresh();
});

afterAll(async () => {
  await configuration.stop();
  await given.drop();
});

async function aDestination(over: { filter?: object; map?: object } = {}): Promise<string> {
  const id = randomUUID();
  await database.transaction(async (tx) => {
    await tx.query({ text: 'update config_state set revision = revision + 1' });
    await tx.query({
      text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
               horizon_s, max_concurrency, timeout_ms, paused_total_ms, revision)
             select $1::uuid, $2::uuid, 'webhook', $1::text, true, '{}', $3, $4, '{}', 10, 172800, 32, 10000, 77, revision from config_state`,
      values: [id, space, JSON.stringify(over.map ?? { deposit: 'Purchase', contact: 'Contact' }), over.filter ?? {}],
    });
  });
  return id;
}

const aLoop = (): JobLoop =>
  new JobLoop({
    database,
    configuration,
    shard: 2,
    log: silentLogger(),
    metrics: jobMetrics(testMetrics()),
    crash: (error) => expect(error).toBeUndefined(),
  });

const selectionOf = (destination: string, over: Partial<RedriveSelection> = {}): RedriveSelection => ({
  destinations: [destinationId.parse(destination)],
  statuses: ['failed', 'failed_permanently', 'discarded'],
  canonicals: null,
  reasons: null,
  uids: null,
  eids: null,
  event_ids: null,
  from_ms: null,
  to_ms: Date.now() + 60_000,
  ...over,
});

async function ask(kind: 'redrive' | 'backfill', request: object, ratePerS = 10_000): Promise<string> {
  const id = randomUUID();
  await insertJob(database, {
    id,
    space: spaceId.parse(space),
    kind,
    request: kind === 'redrive' ? { filter: {}, selection: request } : request,
    ratePerS,
    total: null,
    createdBy: 'a test',
  });
  return id;
}

const jobOf = async (id: string) => {
  const job = await readJob(database, spaceId.parse(space), id);
  if (!job) throw new Error('the job is gone');
  return job;
};
const emittedBy = async (id: string): Promise<number> => (await jobOf(id)).emitted;
const isSo = (what: string, look: () => Promise<boolean>) =>
  until(what, 20_000, async () => ((await look()) ? true : null));
const ended = (id: string) =>
  isSo('the job ends', async () => !['waiting', 'running'].includes((await jobOf(id)).state));

async function deliveries(to: string, count: number, state: Parameters<typeof storeDelivery>[3]) {
  const made: Awaited<ReturnType<typeof storeDelivery>>[] = [];
  for (let n = 0; n < count; n += 1) {
    const event = await storeEvent(database, space, { acceptedAt: NOW - n, uid: `u${n}` });
    made.push(await storeDelivery(database, event, to, state));
  }
  return made;
}

const dispatches = (destination: string) =>
  database.query<{ status: string; place: string | null; dispatch: number; count: number }>({
    text: `select status, place, dispatch, count(*) as count from event_outbox where destination_id = $1
           group by 1, 2, 3 order by status::text, place::text`,
    values: [destination],
  });

describe('a redrive', () => {
  it('brings back what failed with a fresh budget, mapped anew, and leaves the rest alone', async () => {
    const to = await aDestination();
    const [dead] = await deliveries(to, 1, { status: 'failed_permanently', attempts: 4, reason: 'http_status' });
    await deliveries(to, 2, { status: 'discarded', attempts: 0, reason: 'discarded' });
    await deliveries(to, 2, { status: 'failed', place: 'tier', dueAt: NOW + 3_600_000, attempts: 3 });
    await deliveries(to, 3, { status: 'failed', place: 'task' });
    await deliveries(to, 4, { status: 'sent' });
    await deliveries(to, 5, { status: 'pending' });
    const id = await ask('redrive', selectionOf(to));
    const loop = aLoop();
    loop.start();
    await ended(id);
    await loop.stop();
    expect(await jobOf(id)).toMatchObject({ state: 'done', emitted: 5, total: 5 });
    expect(await readJobRows(database, [id])).toEqual([{ job_id: id, status: 'failed', count: 5 }]);
    expect(await dispatches(to)).toEqual([
      { status: 'failed', place: 'here', dispatch: 2, count: 5 },
      { status: 'failed', place: 'task', dispatch: 1, count: 3 },
      { status: 'pending', place: 'here', dispatch: 1, count: 5 },
      { status: 'sent', place: null, dispatch: 1, count: 4 },
    ]);
    const [row] = await database.query({
      text: `select attempt_count, attempt_base, event_name, paused_base_ms, due_at, settled_at,
                    born_at > now() - interval '1 minute' as fresh from event_outbox where bucket = $1 and event_id = $2`,
      values: [dead?.bucket, dead?.id],
    });
    expect(row).toEqual({
      attempt_count: 4,
      attempt_base: 4,
      event_name: 'Purchase',
      paused_base_ms: 77,
      due_at: null,
      settled_at: null,
      fresh: true,
    });
    expect(await wrongCounters(database)).toEqual([]);
  });

  it('narrows to a person, a reason, a time and a delivery', async () => {
    const to = await aDestination();
    const made = await deliveries(to, 6, { status: 'failed_permanently', reason: 'timeout' });
    const loop = aLoop();
    loop.start();
    const narrowed = async (over: Partial<RedriveSelection>) => {
      const id = await ask('redrive', selectionOf(to, over));
      await ended(id);
      return (await jobOf(id)).emitted;
    };
    expect(await narrowed({ reasons: ['gone'] })).toBe(0);
    expect(await narrowed({ uids: ['u0'] })).toBe(1);
    expect(await narrowed({ event_ids: made.slice(2, 3).map(({ id }) => id) })).toBe(1);
    expect(await narrowed({ from_ms: NOW - 1, to_ms: NOW })).toBe(1);
    expect(await narrowed({ canonicals: ['contact'] })).toBe(0);
    await loop.stop();
  });

  it('takes nothing its destination no longer wants', async () => {
    const to = await aDestination({ map: { contact: 'Contact' } });
    await deliveries(to, 3, { status: 'failed_permanently' });
    const id = await ask('redrive', selectionOf(to));
    const loop = aLoop();
    loop.start();
    await ended(id);
    await loop.stop();
    expect(await jobOf(id)).toMatchObject({ state: 'done', emitted: 0, total: 0 });
  });

  it('shares nothing with another one at the same time, in however many processes', async () => {
    const to = await aDestination();
    await deliveries(to, 300, { status: 'failed_permanently' });
    const ids = await Promise.all([1, 2, 3].map(() => ask('redrive', selectionOf(to), 2_000)));
    const loops = [aLoop(), aLoop()];
    for (const loop of loops) loop.start();
    for (const id of ids) await ended(id);
    await Promise.all(loops.map((loop) => loop.stop()));
    const emitted = await Promise.all(ids.map(emittedBy));
    expect(emitted.reduce((a, b) => a + b, 0)).toBe(300);
    expect(await dispatches(to)).toEqual([{ status: 'failed', place: 'here', dispatch: 2, count: 300 }]);
    expect(await wrongCounters(database)).toEqual([]);
  });

  it('goes on after a restart where it was, stops when cancelled, and keeps its rate', async () => {
    const to = await aDestination();
    await deliveries(to, 200, { status: 'failed_permanently' });
    const id = await ask('redrive', selectionOf(to), 100);
    const first = aLoop();
    first.start();
    await isSo('twenty are moved', async () => (await emittedBy(id)) >= 20);
    await first.stop();
    const before = await emittedBy(id);
    expect(before).toBeLessThan(150);
    const second = aLoop();
    second.start();
    await isSo('the next process goes on', async () => (await emittedBy(id)) >= before + 20);
    expect(await cancelJob(database, id)).toBe(true);
    await second.look();
    await second.stop();
    const job = await jobOf(id);
    expect(job.state).toBe('cancelled');
    expect(job.emitted).toBeLessThan(200);
    expect(await dispatches(to)).toEqual([
      { status: 'failed', place: 'here', dispatch: 2, count: job.emitted },
      { status: 'failed_permanently', place: null, dispatch: 1, count: 200 - job.emitted },
    ]);
    expect(await cancelJob(database, id)).toBe(false);
  });

  it('takes what another one brought back only after it was tried and failed again', async () => {
    const to = await aDestination();
    await deliveries(to, 2, { status: 'failed_permanently' });
    const loop = aLoop();
    loop.start();
    const once = async () => {
      const id = await ask('redrive', selectionOf(to));
      await ended(id);
      return emittedBy(id);
    };
    expect(await once()).toBe(2);
    expect(await once()).toBe(0);
    await database.query({
      text: `update event_outbox set attempt_count = attempt_count + 1 where destination_id = $1`,
      values: [to],
    });
    expect(await once()).toBe(2);
    await loop.stop();
  });
});

describe('a backfill', () => {
  it('makes the deliveries that did not exist, once', async () => {
    const to = await aDestination({ filter: { value_min: '10' } });
    const other = randomUUID();
    await database.query({
      text: `insert into spaces (id, name, revision) values ($1::uuid, $1::text, 1)`,
      values: [other],
    });
    const at = NOW - 5 * 86_400_000;
    const [from_ms, to_ms] = [at - 1_000, at + 1_000];
    const known = await storeEvent(database, space, { acceptedAt: at, value: '20' });
    await storeDelivery(database, known, to, { status: 'sent' });
    for (let n = 0; n < 30; n += 1) {
      await storeEvent(database, space, { acceptedAt: at + n, canonical: 'contact' });
      await storeEvent(database, space, { acceptedAt: at + n, value: '9.99' });
      await storeEvent(database, space, { acceptedAt: at + n, value: '10.00', uid: `b${n}` });
      await storeEvent(database, space, { acceptedAt: at + n, canonical: 'subscribed' });
      await storeEvent(database, other, { acceptedAt: at + n, value: '30' });
    }
    await storeEvent(database, space, { acceptedAt: to_ms, value: '30' });
    const request = { destination_id: to, from_ms, to_ms, canonicals: ['deposit', 'subscribed'] };
    const ids = await Promise.all([ask('backfill', request, 1_000), ask('backfill', request, 1_000)]);
    const loops = [aLoop(), aLoop()];
    for (const loop of loops) loop.start();
    for (const id of ids) await ended(id);
    await Promise.all(loops.map((loop) => loop.stop()));
    const emitted = await Promise.all(ids.map(emittedBy));
    expect(emitted.reduce((a, b) => a + b, 0)).toBe(30);
    expect(await dispatches(to)).toEqual([
      { status: 'pending', place: 'here', dispatch: 1, count: 30 },
      { status: 'sent', place: null, dispatch: 1, count: 1 },
    ]);
    expect(await wrongCounters(database)).toEqual([]);
    const [row] = await database.query({
      text: `select bucket, event_name, currency, born_at > now() - interval '1 minute' as fresh, source_partition, source_offset
             from event_outbox where destination_id = $1 and status = 'pending' limit 1`,
      values: [to],
    });
    expect(row).toEqual({
      bucket: bucketOf(at),
      event_name: 'Purchase',
      currency: 'USD',
      fresh: true,
      source_partition: 3,
      source_offset: 7,
    });
  });

  it('fails where its destination is gone', async () => {
    const request = { destination_id: randomUUID(), from_ms: 0, to_ms: NOW, canonicals: null };
    const id = await ask('backfill', request);
    const loop = aLoop();
    loop.start();
    await ended(id);
    await loop.stop();
    expect(await jobOf(id)).toMatchObject({ state: 'failed', result: { detail: 'the destination was deleted' } });
  });
});
