import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryTask, spaceId, type ClickRecord, type DeliveryTask } from '@app/contracts';
import { aClick } from '@app/contracts/testing';
import { TOPICS, type Bounds, type ConsumerOptions, type PartitionPosition } from '@app/kafka';
import { FakeConsumer, FakeProducer, MemoryBroker, RecordingHooks, until } from '@app/kafka/testing';
import { silentLogger, testMetrics } from '@app/observability/testing';
import { ConfigurationCache, bindClick, type Database } from '@app/persistence';
import { migratedDatabase, type MigratedDatabase } from '@app/persistence/testing';
import { IntakeLoop } from '../intake/intake.loop.js';
import { intakeMetrics } from '../intake/intake.metrics.js';
import { TaskProducer } from '../tasks/task-producer.js';
import { ClickJoin } from './click-join.js';
import { ClickWait } from './click-wait.js';
import { ClicksLoop } from './clicks.loop.js';
import { clickMetrics } from './clicks.metrics.js';

/* Clicks and the events that follow them, from the records of both topics to the tasks; over a real database. */

const TASKS = 'deliveries.webhook';
const PATIENCE_MS = 300;

let given: MigratedDatabase;
let database: Database;
let configuration: ConfigurationCache;
let broker: MemoryBroker;
let producer: FakeProducer;
let consumer: FakeConsumer;
let stop: () => Promise<void>;
let metrics: ReturnType<typeof testMetrics>;
let crashes: unknown[];
const space = spaceId.parse(randomUUID());
const link = randomUUID();

beforeAll(async () => {
  given = await migratedDatabase();
  ({ database } = given);
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'one', 1)`, values: [space] });
  for (const [name, filter] of [
    ['all', {}],
    ['autumn in Germany', { links: ['autumn'], countries: ['DE'] }],
  ] as const) {
    await database.query({
      text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
               horizon_s, max_concurrency, timeout_ms, revision)
             values ($1, $2, 'webhook', $3, true, '{}', $4, $5, '{}', 10, 172800, 32, 10000, 1)`,
      values: [randomUUID(), space, name, { contact: name }, filter],
    });
  }
  configuration = new ConfigurationCache({ database, log: silentLogger() });
  await configuration.refresh();
});
afterAll(() => given.drop());

/** Reads both topics as fanout does; clicks come through `gate`. */
async function start(gate: Promise<void> = Promise.resolve()): Promise<void> {
  metrics = testMetrics();
  crashes = [];
  const log = silentLogger();
  const crash = (error: unknown): void => void crashes.push(error);
  const counts = clickMetrics(metrics);
  const clicks = new ClicksLoop({ database, producer, shard: 1, log, metrics: counts, crash });
  const readBounds = (): Promise<Bounds[]> =>
    Promise.resolve([0, 1].map((partition) => ({ begin: 0, end: broker.end({ topic: TOPICS.clicks, partition }) })));
  const wait = new ClickWait({ database, topic: TOPICS.clicks, readBounds, patienceMs: PATIENCE_MS });
  const intake = new IntakeLoop({
    topic: TOPICS.events,
    database,
    configuration,
    producer,
    tasks: new TaskProducer({ producer, database, shard: 1, log, onReturned: () => undefined }),
    clicks: new ClickJoin({ database, wait, metrics: counts }),
    shard: 1,
    log,
    metrics: intakeMetrics(metrics, ['webhook'], () => 0),
    crash,
  });
  const options: ConsumerOptions = {
    connection: { brokers: [], clientId: 'test' },
    log,
    hooks: new RecordingHooks(),
    groupId: 'fanout',
    topics: [TOPICS.events, TOPICS.clicks],
    onBatch: (batch, handle) => {
      if (handle.topic === TOPICS.events) intake.push(batch, handle);
      else void gate.then(() => clicks.push(batch, handle));
    },
    startAt: (at, committed) =>
      at.topic === TOPICS.clicks ? clicks.startAt(at, committed) : intake.startAt(at.partition, committed),
    onQuarantine: (record) => intake.quarantine(record),
    onFatal: crash,
  };
  consumer = new FakeConsumer(broker, options);
  await consumer.start();
  stop = async () => {
    consumer.stopIntake();
    await Promise.all([intake.stop(), clicks.stop()]);
    await consumer.stop({ drainMs: 0 });
  };
}

beforeEach(async () => {
  await database.query({ text: 'delete from hop_progress' });
  broker = new MemoryBroker();
  for (const [topic, partitions] of [
    [TOPICS.events, 1],
    [TOPICS.clicks, 2],
    [TOPICS.rejected, 1],
    [TASKS, 1],
  ] as const)
    broker.createTopic(topic, partitions);
  producer = new FakeProducer(broker, { topics: [TOPICS.events, TOPICS.clicks, TOPICS.rejected, TASKS] });
  await producer.start();
});
afterEach(() => stop());

const append = async (topic: string, key: string, value: object): Promise<void> => {
  await producer.send({ topic, key, value: JSON.stringify({ space_id: space, ...value }) });
};
const click = (uid: string, over: Partial<ClickRecord> = {}): Promise<void> =>
  append(TOPICS.clicks, uid, { ...aClick({ uid, clicked_at_ms: Date.now() }), link_id: null, ...over });
const event = (over: object): Promise<void> => append(TOPICS.events, randomUUID(), { event: 'contact', ...over });

const tasks = (): DeliveryTask[] =>
  broker
    .read({ topic: TASKS, partition: 0 }, 0, 100)
    .map(({ value }) => deliveryTask.parse(JSON.parse(value?.toString() ?? '')));
const tasksOf = async (eid: string, count = 1): Promise<DeliveryTask[]> => {
  const found = (): DeliveryTask[] => tasks().filter((task) => task.eid === eid);
  await until(`${count} tasks of ${eid}`, () => found().length >= count);
  return found();
};
const counter = async (name: string): Promise<number> =>
  Number(new RegExp(`^waybill_${name} (\\d+)$`, 'm').exec(await metrics.text())?.[1]);

describe('an event and its click', () => {
  it('meet by uid, whatever is known of the click goes along, and filters see it', async () => {
    await start();
    const known = {
      fbclid: 'IwAR0-_x.~',
      campaign_name: 'Öl & Co',
      country: 'DE',
      link: 'autumn',
      params: { sub: 'a+b' },
    };
    await click('meet-1', { ...known, link_id: link });
    await click('meet-1', { fbclid: 'second' });
    await event({ uid: 'meet-1', eid: 'meet-1' });
    const sent = await tasksOf('meet-1', 2);
    expect(sent.map((task) => task.event).toSorted()).toEqual(['all', 'autumn in Germany']);
    expect(sent[0]?.click).toMatchObject({ uid: 'meet-1', tg_id: null, ...known });
    const [kept] = await database.query<{ click: Buffer }>({
      text: `select click from event_payloads where eid = 'meet-1'`,
    });
    expect(kept?.click.toString()).toBe(JSON.stringify(sent[0]?.click));
    expect(await counter('clicks_total{result="duplicate"}')).toBe(1);
    const [counted] = await database.query<{ value: number }>({
      text: `select sum(value)::bigint as value from counters where scope = $1 and name = 'flow.clicks'`,
      values: [link],
    });
    expect(counted?.value).toBe(1);
  });

  it('meet by Telegram user where the event has no uid, also by one that was bound first', async () => {
    await start();
    await bindClick(database, { spaceId: space, uid: 'tg-1' }, '77');
    await click('tg-1', { fbclid: 'of-tg-1' });
    await event({ tg_id: 77, eid: 'tg-1' });
    const [sent] = await tasksOf('tg-1');
    expect(sent).toMatchObject({ uid: null, tg_id: '77', click: { uid: 'tg-1', tg_id: '77', fbclid: 'of-tg-1' } });
  });

  it('go without each other where nobody knows the click', async () => {
    await start();
    await event({ uid: 'nobody', eid: 'nobody-1' });
    await event({ eid: 'nobody-2' });
    expect([(await tasksOf('nobody-1'))[0]?.click, (await tasksOf('nobody-2'))[0]?.click]).toEqual([null, null]);
    expect(await counter('click_waits_given_up_total')).toBe(0);
    expect(await counter('intake_click_joins_total{result="unknown"}')).toBe(1);
  });
});

describe('an event that comes before its click is stored', () => {
  it('waits for it', async () => {
    const gate = Promise.withResolvers<void>();
    await start(gate.promise);
    await click('late-1', { fbclid: 'late' });
    await event({ uid: 'late-1', eid: 'late-1' });
    const isRead = ({ topic, records }: PartitionPosition): boolean => topic === TOPICS.events && records > 0;
    await until('the event is read', () => consumer.positions().some(isRead));
    expect(tasks()).toEqual([]);
    gate.resolve();
    expect((await tasksOf('late-1'))[0]?.click?.fbclid).toBe('late');
    expect(await counter('click_waits_given_up_total')).toBe(0);
  });

  it('goes without it when nothing moves any more', async () => {
    await start(new Promise(() => undefined));
    await click('never-1');
    const begun = performance.now();
    await event({ uid: 'never-1', eid: 'never-1' });
    expect((await tasksOf('never-1'))[0]?.click).toBeNull();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(PATIENCE_MS);
    await event({ uid: 'never-1', eid: 'never-2' });
    await tasksOf('never-2');
    expect(await counter('click_waits_given_up_total')).toBe(2);
  });

  it('is left to the next owner when the process ends meanwhile', async () => {
    await start(new Promise(() => undefined));
    await click('next-1', { fbclid: 'next' });
    await event({ uid: 'next-1', eid: 'next-1' });
    const begun = performance.now();
    await stop();
    expect(performance.now() - begun).toBeLessThan(PATIENCE_MS);
    expect([tasks(), crashes]).toEqual([[], []]);
    await start();
    expect((await tasksOf('next-1'))[0]?.click?.fbclid).toBe('next');
  });
});

describe('a replay', () => {
  it('sends the click an event was made with, whatever is known by now', async () => {
    await start();
    await event({ uid: 'replay-1', eid: 'replay-1' });
    await click('replay-2', { fbclid: 'first' });
    await event({ uid: 'replay-2', eid: 'replay-2' });
    await tasksOf('replay-2');
    await tasksOf('replay-1');
    await stop();
    await click('replay-1', { fbclid: 'too late' });
    await bindClick(database, { spaceId: space, uid: 'replay-2' }, '5');
    broker.commit('fanout', { topic: TOPICS.events, partition: 0 }, { offset: 0, metadata: '' });
    await start();
    const again = await tasksOf('replay-2', 2);
    expect(JSON.stringify(again[1])).toBe(JSON.stringify(again[0]));
    expect((await tasksOf('replay-1', 2)).map((task) => task.click)).toEqual([null, null]);
  });
});

describe('a click nobody can read or store', () => {
  it('is listed, and its neighbours are stored', async () => {
    await database.query({ text: `alter table clicks add constraint no_poison check (uid <> 'poison')` });
    await start();
    await append(TOPICS.clicks, 'x', { uid: 'x' });
    for (const uid of ['good-1', 'poison', 'good-2']) await click(uid, { fbclid: uid });
    for (const uid of ['good-1', 'good-2']) await event({ uid, eid: uid });
    expect((await tasksOf('good-1'))[0]?.click?.fbclid).toBe('good-1');
    expect((await tasksOf('good-2'))[0]?.click?.fbclid).toBe('good-2');
    const listed = broker.read({ topic: TOPICS.rejected, partition: 0 }, 0, 10);
    expect(new Set(listed.map(({ headers }) => headers['waybill-reason']?.toString()))).toEqual(
      new Set(['schema', 'storage_refused']),
    );
    expect(crashes).toEqual([]);
  });
});
