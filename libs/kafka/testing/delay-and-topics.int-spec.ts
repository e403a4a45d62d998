import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import { TopicBounds } from '../src/admin/topic.bounds.js';
import { keepClock } from '../src/clock/clock.keeper.js';
import { DelayQueue } from '../src/delay/delay.queue.js';
import { applyTopics, checkTopics } from '../src/topics/topic.admin.js';
import { requireTopics } from '../src/topics/required.topics.js';
import { declareTopics, type TopicDeclaration } from '../src/topics/topic.declaration.js';
import type { ConsumedRecord } from '../src/types.js';
import { RealBroker } from './real.broker.js';
import { until } from './wait.js';

let kafka: EmbeddedKafka;
let broker: RealBroker;

beforeAll(async () => {
  kafka = await startKafka();
  broker = new RealBroker(kafka.brokers);
}, 120_000);

afterAll(async () => {
  await broker.close();
  await kafka.stop();
});

describe('a delay topic', () => {
  it('releases nothing early by the broker’s clock, and everything soon', async () => {
    const DELAY_MS = 1_000;
    const COUNT = 2_000;
    const [topic, probes] = [await broker.createTopic(4), await broker.createTopic(1)];
    const producer = broker.producer({ topics: [topic, probes] });
    await producer.start();
    const stop = keepClock(producer, () => ({ topic: probes, partition: 0, key: null, value: null }), broker.log);
    const released: { record: ConsumedRecord; lateMs: number }[] = [];
    const queue = new DelayQueue({
      clock: producer.clock,
      delayOf: () => DELAY_MS,
      onDue: (record, partition) => {
        released.push({ record, lateMs: (producer.clock.now() ?? 0) - record.timestamp - DELAY_MS });
        partition.done(record.offset);
      },
    });
    const consumer = broker.consumer({
      groupId: `${topic}-group`,
      topics: [topic],
      delayTopics: [topic],
      onBatch: (batch, partition) => queue.add(batch, partition),
    });
    await consumer.start();
    await until('the consumer to be ready', () => consumer.positions().length === 4);
    await producer.sendMany(
      Array.from({ length: COUNT }, (_, index) => ({ topic, key: `k${index}`, value: 'x'.repeat(500) })),
    );
    expect(released.length).toBe(0);
    await until('all of them', () => released.length === COUNT);
    expect(new Set(released.map(({ record }) => `${record.partition}/${record.offset}`)).size).toBe(COUNT);
    expect(Math.min(...released.map(({ lateMs }) => lateMs))).toBeGreaterThanOrEqual(0);
    const late = released.map(({ lateMs }) => lateMs).toSorted((a, b) => a - b);
    console.info(`released late by p50 ${late[COUNT / 2]?.toFixed(1)} ms, p99 ${late[COUNT * 0.99]?.toFixed(1)} ms`);
    queue.stop();
    stop();
    await consumer.stop({ drainMs: 1_000 });
    await producer.close();
  });
});

describe('topics', () => {
  it('are created as declared, found to be so, and mended where they are not', async () => {
    const declared = declareTopics({
      partitions: { events: 3, deliveries: 2, outcomes: 3 },
      replication: 1,
      minInSync: 1,
      kinds: ['webhook'],
      retryDelaysMs: [30_000, 120_000],
    });
    const { connection, log } = broker.context;
    expect((await checkTopics(connection, log, declared)).every(({ fatal, what }) => fatal && what === 'missing')).toBe(
      true,
    );
    expect((await applyTopics(connection, log, declared, { dryRun: true })).length).toBe(declared.length);
    expect((await checkTopics(connection, log, declared)).length).toBe(declared.length);
    await applyTopics(connection, log, declared);
    await until('nothing to differ', async () => (await checkTopics(connection, log, declared)).length === 0);
    expect(await applyTopics(connection, log, declared)).toEqual([]);

    const wanted = declared.map((topic): TopicDeclaration => {
      if (topic.name === 'clicks') return { ...topic, settings: { ...topic.settings, 'retention.ms': '3600000' } };
      return topic.name === 'outcomes' || topic.name === 'events' ? { ...topic, partitions: 5 } : topic;
    });
    const changes = await applyTopics(connection, log, wanted);
    expect(changes.map(({ topic, change }) => `${change} ${topic}`).toSorted()).toEqual([
      'add partitions outcomes',
      'set clicks',
    ]);
    await until('only the keys of events stay where they are', async () => {
      const drifts = await checkTopics(connection, log, wanted);
      return drifts.length === 1 && drifts[0]?.topic === 'events' && !drifts[0].fatal;
    });
  });
});

describe('the bounds of a topic', () => {
  it('tell where it begins and ends, and the first record since a moment', async () => {
    const topic = await broker.createTopic(2);
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    const first = await producer.send({ topic, partition: 0, key: 'a', value: 'a' });
    await until('the clock of the broker moves on', () => Date.now() > first.appendedAt + 5);
    const second = await producer.send({ topic, partition: 0, key: 'b', value: 'b' });
    const bounds = new TopicBounds(broker.context.connection, broker.log);
    expect(await bounds.read(topic)).toEqual([
      { begin: 0, end: 2 },
      { begin: 0, end: 0 },
    ]);
    const since = (ms: number) => bounds.firstSince(topic, ms);
    expect(await since(first.appendedAt)).toEqual([0, 0]);
    expect(await since(second.appendedAt)).toEqual([1, 0]);
    expect(await since(second.appendedAt + 1)).toEqual([2, 0]);
    await bounds.close();
    await producer.close();
  });
});

describe('the start-up check', () => {
  const needed = ['deliveries.s2s-postback', 'deliveries.s2s-postback.retry.45s'];
  const all = declareTopics({
    kinds: ['s2s_postback'],
    retryDelaysMs: [45_000],
    partitions: { events: 2, deliveries: 3, outcomes: 1 },
    replication: 1,
    minInSync: 1,
  });
  const check = () => requireTopics(broker.context.connection, broker.log, needed);
  const apply = (topics: readonly TopicDeclaration[]) => applyTopics(broker.context.connection, broker.log, topics);

  it('names what is missing, then what runs on a producer’s clock, and passes what is as declared', async () => {
    await expect(check()).rejects.toThrow(
      /deliveries.s2s-postback does not exist; topic deliveries.s2s-postback.retry.45s does not/,
    );
    const byProducers = (topic: TopicDeclaration): TopicDeclaration =>
      topic.delayMs === null
        ? topic
        : { ...topic, settings: { ...topic.settings, 'message.timestamp.type': 'CreateTime' } };
    await apply(all.map(byProducers));
    await expect(check()).rejects.toThrow(
      'topic deliveries.s2s-postback.retry.45s has message.timestamp.type=CreateTime',
    );
    await apply(all);
    await expect(check()).resolves.toBeUndefined();
  });
});
