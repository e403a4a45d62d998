import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import type { EmbeddedKafka } from '../embedded.types.js';
import { waitUntil } from '../process/wait.condition.js';
import { startKafka } from './kafka.start.js';

let kafka: EmbeddedKafka;
let admin: Admin;
let producer: Producer;

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3 });
  const client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  admin = client.admin();
  producer = client.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: 'copied', numPartitions: 3 }], waitForLeaders: true });
}, 90_000);
afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()]);
  await kafka.stop();
}, 30_000);

const partitions = async () => (await admin.fetchTopicMetadata({ topics: ['copied'] })).topics[0]?.partitions ?? [];

const writeEverywhere = async (): Promise<boolean> => {
  try {
    const messages = [0, 1, 2].map((partition) => ({ partition, value: 'x' }));
    await producer.send({ topic: 'copied', acks: -1, messages });
    return true;
  } catch {
    return false;
  }
};

describe('three brokers', () => {
  it('keep three copies of everything', async () => {
    const copies = await partitions();
    expect(copies.map(({ replicas }) => replicas.length)).toEqual([3, 3, 3]);
    expect(await writeEverywhere()).toBe(true);
  });

  it('go on without the one that was killed, and take it in again', async () => {
    await kafka.node(2).kill();
    expect(kafka.pids).toHaveLength(2);
    const moved = async (): Promise<boolean> =>
      (await partitions()).every(({ leader }) => leader === 1 || leader === 3);
    expect(await waitUntil(moved, 20_000, 100)).toBe(true);
    expect(await writeEverywhere()).toBe(true);

    await kafka.node(2).start();
    const whole = async (): Promise<boolean> => (await partitions()).every(({ isr }) => isr.length === 3);
    expect(await waitUntil(whole, 20_000, 100)).toBe(true);
  }, 90_000);

  it('go on without one that hangs', async () => {
    kafka.node(3).suspend();
    const moved = async (): Promise<boolean> => (await partitions()).every(({ leader }) => leader !== 3);
    expect(await waitUntil(() => moved().catch(() => false), 90_000, 100)).toBe(true);
    kafka.node(3).resume();
  }, 120_000);

  it('know no fourth', () => {
    expect(() => kafka.node(4)).toThrow(RangeError);
  });
});
