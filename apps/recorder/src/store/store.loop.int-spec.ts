import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { HEADERS } from '@app/contracts';
import { TOPICS, type ConsumerOptions } from '@app/kafka';
import { FakeConsumer, MemoryBroker, RecordingHooks, until } from '@app/kafka/testing';
import { silentLogger, testMetrics } from '@app/observability/testing';
import type { Database, DeliveryRow } from '@app/persistence';
import {
  aDelivery,
  migratedDatabase,
  outcomeFor,
  storeDeliveries,
  wrongCounters,
  type MigratedDatabase,
} from '@app/persistence/testing';
import { StoreLoop } from './store.loop.js';
import { storeMetrics } from './store.metrics.js';

let given: MigratedDatabase;
let database: Database;
let broker: MemoryBroker;
let consumer: FakeConsumer;
let loop: StoreLoop;
let metrics: ReturnType<typeof testMetrics>;
let crashes: unknown[];

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
});
afterAll(() => given.drop());

function start(): Promise<void> {
  metrics = testMetrics();
  const crash = (error: unknown): void => void crashes.push(error);
  loop = new StoreLoop({ database, shard: 3, log: silentLogger(), metrics: storeMetrics(metrics), crash });
  const options: ConsumerOptions = {
    connection: { brokers: [], clientId: 'test' },
    log: silentLogger(),
    hooks: new RecordingHooks(),
    groupId: 'recorder',
    topics: [TOPICS.outcomes, TOPICS.rejected],
    onBatch: (batch, handle) => loop.push(batch, handle),
    startAt: (at, committed) => loop.startAt(at, committed),
    onQuarantine: (record) => loop.quarantine(record),
    onFatal: crash,
  };
  consumer = new FakeConsumer(broker, options);
  return consumer.start();
}

async function stop(): Promise<void> {
  consumer.stopIntake();
  await loop.stop();
  await consumer.stop({ drainMs: 0 });
}

beforeEach(async () => {
  crashes = [];
  broker = new MemoryBroker();
  broker.createTopic(TOPICS.outcomes, 2);
  broker.createTopic(TOPICS.rejected, 1);
  await database.query({ text: 'truncate hop_progress, rejected_events' });
});
afterEach(() => stop());

const made = async (count: number): Promise<DeliveryRow[]> => {
  const rows = Array.from({ length: count }, () => aDelivery());
  await storeDeliveries(database, rows);
  return rows;
};

const put = (value: string | Buffer | null, headers: Record<string, string> = {}, topic: string = TOPICS.outcomes) =>
  broker.append({ topic, partition: 0, key: null, value, headers });
const putOutcome = (outcome: object) => put(JSON.stringify(outcome));

const committed = (topic: string = TOPICS.outcomes, partition = 0): number =>
  broker.committed('recorder', { topic, partition })?.offset ?? 0;
const stored = async (topic: string = TOPICS.outcomes): Promise<number | undefined> => {
  const text = 'select next_offset from hop_progress where topic = $1 and partition = 0';
  const [row] = await database.query<{ next_offset: number }>({ text, values: [topic] });
  return row?.next_offset;
};
const rejected = () => database.query({ text: 'select * from rejected_events order by "offset"' });
const statuses = async (rows: readonly DeliveryRow[]): Promise<string[]> => {
  const found = await database.query<{ status: string }>({
    text: 'select distinct status from event_outbox where event_id = any($1::uuid[])',
    values: [rows.map(({ eventId }) => eventId)],
  });
  return found.map(({ status }) => status);
};

it('commits what is stored, moves the position with it, and passes marks of the clock', async () => {
  const rows = await made(30);
  for (const row of rows) putOutcome(outcomeFor(row));
  put('', { [HEADERS.clock]: '1' });
  await start();
  await until('it is stored', () => committed() === 31);
  expect(await statuses(rows)).toEqual(['sent']);
  expect(await stored()).toBe(31);
  expect(await rejected()).toEqual([]);
  expect(await metrics.text()).toMatch(/recorder_outcomes_total\{verdict="sent"\} 30\n/);
});

it('sets aside what cannot be read and what the database refuses; 500 neighbours are stored', async () => {
  const rows = await made(500);
  const [poisoned] = await made(1);
  if (!poisoned) throw new Error('one was made');
  rows.forEach((row, index) => {
    if (index === 100) put('{"half": ');
    if (index === 200) putOutcome({ ...outcomeFor(poisoned), attempt: 1e12 });
    if (index === 300) putOutcome({ ...outcomeFor(poisoned), verdict: 'maybe' });
    if (index === 400) putOutcome({ ...outcomeFor(poisoned), started_at_ms: 1e17 });
    putOutcome(outcomeFor(row));
  });
  await start();
  await until('it is stored', () => committed() === 504);
  expect(await statuses(rows)).toEqual(['sent']);
  expect(await statuses([poisoned])).toEqual(['pending']);
  const listed = await rejected();
  expect(listed.map(({ reason, offset }) => [reason, offset])).toEqual([
    ['not_json', 100],
    ['storage_refused', 201],
    ['schema', 302],
    ['schema', 403],
  ]);
  expect(listed[0]).toMatchObject({ value: null, value_bytes: 9 });
  expect(listed[1]).toMatchObject({ space_id: poisoned.spaceId, door: 'outcomes', topic: 'outcomes', partition: 0 });
  expect(listed[1]?.['detail']).toMatch(/^the database refused it: .*out of range/);
  expect(await wrongCounters(database)).toEqual([]);
  expect(crashes).toEqual([]);
});

it('lists rejected records once, by where they stood', async () => {
  const value = '{"space_id": "?"}';
  const sha256 = createHash('sha256').update('x').digest();
  const headers = {
    [HEADERS.reason]: 'unknown_space',
    [HEADERS.detail]: 'a\0b',
    [HEADERS.topic]: 'events',
    [HEADERS.partition]: '4',
    [HEADERS.offset]: '77',
    [HEADERS.timestamp]: '1793600000000',
    [HEADERS.space]: aDelivery().spaceId,
  };
  put(value, headers, TOPICS.rejected);
  put(value, headers, TOPICS.rejected);
  put(
    JSON.stringify({ bytes: 9, sha256: sha256.toString('hex') }),
    { ...headers, [HEADERS.offset]: '78' },
    TOPICS.rejected,
  );
  put(value, { [HEADERS.door]: 'get', [HEADERS.reason]: 'schema' }, TOPICS.rejected);
  await start();
  await until('it is stored', () => committed(TOPICS.rejected) === 4);
  const listed = await rejected();
  expect(listed).toMatchObject([
    {
      topic: 'events',
      partition: 4,
      offset: 77,
      reason: 'unknown_space',
      detail: 'a\ufffdb',
      at: 1_793_600_000_000,
      door: 'kafka',
      value: Buffer.from(value),
    },
    { offset: 78, value: null, value_bytes: 9, value_sha256: sha256 },
    { topic: null, partition: null, offset: null, door: 'get', value_bytes: value.length },
  ]);
});

it('reads again from where the database stands when Kafka is ahead, and repeats nothing when it is behind', async () => {
  const rows = await made(4);
  for (const row of rows) putOutcome(outcomeFor(row));
  await start();
  await until('it is stored', () => committed() === 4);
  await stop();
  await database.query({ text: 'update hop_progress set next_offset = 1' });
  await database.query({
    text: `update event_outbox set status = 'pending', place = 'task' where event_id = $1`,
    values: [rows[3]?.eventId],
  });
  await start();
  await until('it is stored', async () => (await statuses(rows)).join() === 'sent');
  expect(await stored()).toBe(4);
  const [attempts] = await database.query<{ count: number }>({
    text: 'select count(*) from delivery_attempts where event_id = any($1::uuid[])',
    values: [rows.map(({ eventId }) => eventId)],
  });
  expect(attempts?.count).toBe(4);
});

it('ends the process when the database falls behind what was stored in it', async () => {
  const [first, second] = await made(2);
  if (!first || !second) throw new Error('two were made');
  putOutcome(outcomeFor(first));
  await start();
  await until('it is stored', () => committed() === 1);
  await database.query({ text: 'update hop_progress set next_offset = 0' });
  putOutcome(outcomeFor(second));
  await until('it ends', () => crashes.length > 0);
  expect(String(crashes[0])).toMatch(/outcomes\/0: the database stands at 0, 1 was stored/);
  expect(committed()).toBe(1);
  expect(await statuses([second])).toEqual(['pending']);
});

it('ends the process on what repeating cannot mend, before the commit', async () => {
  const [row] = await made(1);
  if (!row) throw new Error('one was made');
  await database.query({ text: 'alter table event_outbox rename column http_status to hidden' });
  putOutcome(outcomeFor(row));
  await start();
  await until('it ends', () => crashes.length > 0);
  await database.query({ text: 'alter table event_outbox rename column hidden to http_status' });
  expect(committed()).toBe(0);
});

it('lists a record that ended the process again and again', async () => {
  const { topic, partition, offset } = putOutcome({ odd: true });
  const [record] = broker.read({ topic, partition }, offset, 1);
  await start();
  if (record) await loop.quarantine(record);
  await until('it is stored', () => committed() === 1);
  expect(await rejected()).toHaveLength(1);
});
