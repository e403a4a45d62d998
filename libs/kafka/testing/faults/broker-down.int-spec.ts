import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import { ProduceError } from '../../src/producer/produce.error.js';
import type { ConsumedRecord } from '../../src/types.js';
import { RealBroker } from '../real.broker.js';
import { until } from '../wait.js';

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

describe('a broker that goes away', () => {
  it('and comes back loses nothing that was acknowledged, and nobody has to be restarted', async () => {
    const topic = await broker.createTopic(3);
    const producer = broker.producer({ topics: [topic], deadlineMs: 30_000 });
    await producer.start();
    const seen = new Map<string, ConsumedRecord>();
    const fatal: Error[] = [];
    const consumer = broker.consumer({
      groupId: `${topic}-group`,
      topics: [topic],
      onBatch: (batch, partition) => {
        for (const record of batch.records) {
          seen.set(record.value?.toString() ?? '', record);
          partition.done(record.offset);
        }
      },
      onFatal: (error) => void fatal.push(error),
    });
    await consumer.start();
    const acknowledged: string[] = [];
    let feeding = true;
    let sent = 0;
    const feed = (async () => {
      while (feeding) {
        const value = `v${sent++}`;
        const [result] = await producer.sendMany([{ topic, key: value, value }]);
        if (!(result instanceof ProduceError)) acknowledged.push(value);
      }
    })();
    await until('some records', () => acknowledged.length > 50);
    const [node] = kafka.nodes;
    await node?.kill();
    await until('the producer notices', () => !producer.healthy());
    expect(consumer.health().live).toBe(true);
    await node?.start();
    const before = acknowledged.length;
    await until('records flow again', () => acknowledged.length > before + 50, 40_000);
    feeding = false;
    await feed;
    await until('all are read', () => acknowledged.every((value) => seen.has(value)), 40_000);
    expect(fatal).toEqual([]);
    expect(producer.healthy()).toBe(true);
    expect(consumer.health()).toMatchObject({ ready: true, live: true });
    await consumer.stop({ drainMs: 2_000 });
    await producer.close();
  });

  it('lets records wait for their deadline and no longer, and says that they may have arrived', async () => {
    const topic = await broker.createTopic(1);
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    await producer.send({ topic, key: 'k', value: 'before' });
    const [node] = kafka.nodes;
    node?.suspend();
    const began = performance.now();
    const result = await producer.sendMany([{ topic, key: 'k', value: 'during', deadlineMs: 1_500 }]);
    const waited = performance.now() - began;
    node?.resume();
    expect(result[0]).toMatchObject({ code: 'timeout', retryable: true });
    expect(waited).toBeGreaterThan(1_400);
    expect(waited).toBeLessThan(2_500);
    await expect(producer.send({ topic, key: 'k', value: 'after' })).resolves.toMatchObject({ topic });
    await producer.close();
  });

  it('does not keep a producer or consumer from being started, or stopped, meanwhile', async () => {
    const topic = await broker.createTopic(1);
    const [node] = kafka.nodes;
    await node?.stop();
    const producer = broker.producer({ topics: [topic] });
    const consumer = broker.consumer({ groupId: `${topic}-group`, topics: [topic], onBatch: () => undefined });
    const started = producer.start();
    const joined = consumer.start();
    await expect(producer.send({ topic, key: 'k', value: 'x' })).rejects.toMatchObject({ code: 'unavailable' });
    const given = broker.producer({ topics: [topic] });
    const never = given.start();
    await given.close();
    await expect(never).rejects.toMatchObject({ code: 'closed' });
    await node?.start();
    await started;
    await joined;
    await until('the consumer is ready', () => consumer.health().ready);
    await expect(producer.send({ topic, key: 'k', value: 'x' })).resolves.toMatchObject({ offset: 0 });
    await consumer.stop({ drainMs: 0 });
    await producer.close();
  });
});

describe('a topic that is deleted', () => {
  it('spoils no other topic of the same producer, and works again when it is back', async () => {
    const [gone, stays] = [await broker.createTopic(1), await broker.createTopic(1)];
    const producer = broker.producer({ topics: [gone, stays], deadlineMs: 2_000 });
    await producer.start();
    await producer.send({ topic: gone, key: 'k', value: 'x' });
    await producer.send({ topic: stays, key: 'k', value: 'x' });
    await broker.deleteTopic(gone);
    // Brokers delete a while after they answered, and take records until then.
    let refused: unknown = null;
    await until('the topic is gone', async () => {
      const [result] = await producer.sendMany([{ topic: gone, key: 'k', value: 'x' }]);
      if (result instanceof ProduceError) refused = result;
      return refused !== null;
    });
    expect(refused).toMatchObject({ code: 'unknown_topic', retryable: true });
    for (let round = 0; round < 20; round++) await producer.send({ topic: stays, key: 'k', value: 'x' });
    await broker.makeTopic(gone, 1);
    await expect(producer.send({ topic: gone, key: 'k', value: 'x', deadlineMs: 15_000 })).resolves.toMatchObject({
      offset: 0,
    });
    await producer.close();
  });
});

describe('a partition that is gone', () => {
  it('is never taken for acknowledged, although kafkajs leaves it out without a word', async () => {
    const topic = await broker.createTopic(3);
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    await producer.send({ topic, partition: 2, key: null, value: 'x' });
    await broker.deleteTopic(topic);
    await until('the topic is gone', async () => {
      const [result] = await producer.sendMany([{ topic, partition: 0, key: null, value: 'x', deadlineMs: 1_000 }]);
      return result instanceof ProduceError;
    });
    await broker.makeTopic(topic, 1);
    const before = broker.hooks.of('produce_coverage_miss');
    const [there, gone] = await Promise.all([
      producer.sendMany([{ topic, partition: 0, key: null, value: 'x' }]),
      producer.sendMany([{ topic, partition: 2, key: null, value: 'x', deadlineMs: 4_000 }]),
    ]);
    expect(there[0]).toMatchObject({ partition: 0 });
    expect(gone[0]).toBeInstanceOf(ProduceError);
    expect(broker.hooks.of('produce_coverage_miss')).toBeGreaterThan(before);
    await producer.close();
  });
});

describe('kafkajs, mended', () => {
  it('prints no warning about negative timeouts, and leaves nothing running after the end', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', listen);
    const topic = await broker.createTopic(1);
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    for (let round = 0; round < 50; round++) await producer.send({ topic, key: 'k', value: 'x' });
    await producer.close();
    process.off('warning', listen);
    expect(warnings).not.toContain('TimeoutNegativeWarning');
  });
});
