import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import { ProduceError } from '../../src/producer/produce.error.js';
import { withAdmin } from '../../src/kafkajs/client.js';
import { RealBroker } from '../real.broker.js';
import { until } from '../wait.js';

let kafka: EmbeddedKafka;
let broker: RealBroker;

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3, heap: '384m' });
  broker = new RealBroker(kafka.brokers, 3);
}, 180_000);

afterAll(async () => {
  await broker.close();
  await kafka.stop();
});

const PARTITIONS = 6;
const SENDERS = 4;

describe('three brokers, each killed in turn under load', () => {
  it('loses no acknowledged record, and the readers read all of them', async () => {
    const topic = await broker.createTopic(PARTITIONS, { 'min.insync.replicas': '2' });
    const producer = broker.producer({ topics: [topic], deadlineMs: 20_000 });
    await producer.start();
    const seen = new Set<string>();
    let repeated = 0;
    const fatal: Error[] = [];
    const consumer = broker.consumer({
      groupId: `${topic}-group`,
      topics: [topic],
      onBatch: (batch, partition) => {
        for (const { value, offset } of batch.records) {
          const text = value?.toString() ?? '';
          if (seen.has(text)) repeated++;
          seen.add(text);
          partition.done(offset);
        }
      },
      onFatal: (error) => void fatal.push(error),
    });
    await consumer.start();

    const acknowledged: string[] = [];
    let refused = 0;
    let feeding = true;
    const feed = async (sender: number): Promise<void> => {
      for (let round = 0; feeding; round++) {
        const values = Array.from({ length: 24 }, (_, index) => `${sender}-${round}-${index}`);
        const results = await producer.sendMany(values.map((value) => ({ topic, key: value, value })));
        results.forEach((result, index) => {
          if (result instanceof ProduceError) refused++;
          else acknowledged.push(values[index] ?? '');
        });
      }
    };
    const feeds = Array.from({ length: SENDERS }, (_, sender) => feed(sender));

    for (const node of kafka.nodes) {
      const before = acknowledged.length;
      await until('load', () => acknowledged.length > before + 500, 30_000);
      await node.kill();
      const killed = acknowledged.length;
      await until('load without it', () => acknowledged.length > killed + 500, 40_000);
      await node.start();
      await until('all replicas back', () => inSync(topic), 60_000);
    }
    feeding = false;
    await Promise.all(feeds);
    await until('all acknowledged records read', () => acknowledged.every((value) => seen.has(value)), 60_000);
    expect(fatal).toEqual([]);
    console.info(
      JSON.stringify({
        acknowledged: acknowledged.length,
        refused,
        resent: broker.hooks.of('produce_resent'),
        coverageMisses: broker.hooks.of('produce_coverage_miss'),
        repeated,
      }),
    );
    await consumer.stop({ drainMs: 5_000 });
    await producer.close();
  }, 240_000);
});

async function inSync(topic: string): Promise<boolean> {
  try {
    const metadata = await withAdmin(broker.context.connection, broker.log, (admin) =>
      admin.fetchTopicMetadata({ topics: [topic] }),
    );
    return metadata.topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === 3));
  } catch {
    return false;
  }
}
