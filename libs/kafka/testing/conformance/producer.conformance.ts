import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partitionOf } from '../../src/partition/murmur2.js';
import { ProduceError } from '../../src/producer/produce.error.js';
import type { Producer } from '../../src/producer/producer.port.js';
import type { ConsumedRecord } from '../../src/types.js';
import { until } from '../wait.js';
import type { BrokerUnderTest } from './broker.port.js';

const PARTITIONS = 3;

/** What every producer promises; `open` is called once. */
export function producerConformance(name: string, open: () => Promise<BrokerUnderTest>): void {
  describe(`${name}: producer`, () => {
    let broker: BrokerUnderTest;
    let topic: string;
    let producer: Producer;

    beforeAll(async () => {
      broker = await open();
      topic = await broker.createTopic(PARTITIONS);
      producer = broker.producer({ topics: [topic] });
      await producer.start();
    });

    afterAll(async () => {
      await producer.close();
    });

    async function readAll(of: string, count: number): Promise<ConsumedRecord[]> {
      const read: ConsumedRecord[] = [];
      const consumer = broker.consumer({
        groupId: `${of}-reader`,
        topics: [of],
        onBatch: (batch, partition) => {
          for (const record of batch.records) {
            read.push(record);
            partition.done(record.offset);
          }
        },
      });
      await consumer.start();
      await until(`${count} records read`, () => read.length >= count);
      await consumer.stop({ drainMs: 1_000 });
      return read;
    }

    it('puts a record where its key belongs and says where it lies, by the broker clock', async () => {
      const key = 'dep-17';
      const first = await producer.send({ topic, key, value: 'a' });
      const second = await producer.send({ topic, key, value: 'b' });
      expect(first.partition).toBe(partitionOf(key, PARTITIONS));
      expect(producer.partitionFor(topic, key)).toBe(first.partition);
      expect(second.offset).toBe(first.offset + 1);
      expect(second.appendedAt).toBeGreaterThanOrEqual(first.appendedAt);
      expect(Math.abs(first.appendedAt - Date.now())).toBeLessThan(60_000);
      expect(producer.clock.now()).toBeGreaterThanOrEqual(second.appendedAt);
      expect(producer.healthy()).toBe(true);
      expect(producer.partitions(topic)).toBe(PARTITIONS);
    });

    it('answers each of many records by itself, in the order given', async () => {
      const own = await broker.createTopic(PARTITIONS);
      const many = broker.producer({ topics: [own] });
      await many.start();
      const results = await many.sendMany([
        { topic: own, partition: 1, key: null, value: 'one' },
        { topic: own, key: null, value: 'no partition, no key' },
        { topic: own, partition: PARTITIONS, key: null, value: 'no such partition' },
        { topic: own, partition: 1, key: null, value: Buffer.alloc(4 * 1024 * 1024) },
        { topic: 'undeclared', partition: 0, key: null, value: 'x' },
        { topic: own, partition: 1, key: null, value: 'two' },
      ]);
      const codes = results.map((result) => (result instanceof ProduceError ? result.code : result.partition));
      expect(codes).toEqual([1, 'invalid', 'invalid', 'too_large', 'invalid', 1]);
      const stored = await readAll(own, 2);
      expect(stored.map(({ value }) => value?.toString() ?? '').toSorted()).toEqual(['one', 'two']);
      await many.close();
    });

    it('keeps keys, null values, headers and bytes as they are', async () => {
      const own = await broker.createTopic(1);
      const one = broker.producer({ topics: [own] });
      await one.start();
      const raw = Buffer.from([0, 255, 128, 10, 13]);
      await one.send({ topic: own, key: 'k', value: null, headers: { a: 'text', b: raw } });
      await one.send({ topic: own, partition: 0, key: null, value: raw });
      const [tombstone, bare] = await readAll(own, 2);
      expect(tombstone?.value).toBeNull();
      expect(tombstone?.key?.toString()).toBe('k');
      expect(tombstone?.headers['a']?.toString()).toBe('text');
      expect(tombstone?.headers['b']).toEqual(raw);
      expect(bare?.key).toBeNull();
      expect(bare?.value).toEqual(raw);
      await one.close();
    });

    it('refuses beyond its bounds instead of growing, and takes records again afterwards', async () => {
      const tight = broker.producer({ topics: [topic], maxQueueRecords: 10 });
      await tight.start();
      const results = await tight.sendMany(
        Array.from({ length: 15 }, (_, index) => ({ topic, key: `k${index}`, value: 'x' })),
      );
      const refused = results.filter((result) => result instanceof ProduceError);
      expect(refused.map(({ code, retryable }) => ({ code, retryable }))).toEqual(
        Array.from({ length: 5 }, () => ({ code: 'queue_full', retryable: true })),
      );
      await tight.flush(5_000);
      await expect(tight.send({ topic, key: 'later', value: 'x' })).resolves.toMatchObject({ topic });
      await tight.close();
    });

    it('flushes what is on its way, and refuses everything once closed', async () => {
      const brief = broker.producer({ topics: [topic] });
      await brief.start();
      let answered = false;
      const sent = brief.send({ topic, key: 'k', value: 'x' }).then(() => (answered = true));
      await brief.flush(5_000);
      await sent;
      expect(answered).toBe(true);
      await brief.close();
      await expect(brief.send({ topic, key: 'k', value: 'x' })).rejects.toMatchObject({ code: 'closed' });
    });

    it('does not start on a topic that does not exist', async () => {
      const lost = broker.producer({ topics: [`${topic}-missing`] });
      await expect(lost.start()).rejects.toMatchObject({ code: 'unknown_topic' });
      expect(() => lost.partitions(`${topic}-missing`)).toThrow();
      await lost.close();
    });
  });
}
