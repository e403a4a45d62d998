import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Consumer, ConsumerOptions, PartitionHandle } from '../../src/consumer/consumer.port.js';
import type { Producer } from '../../src/producer/producer.port.js';
import type { ConsumedRecord, RecordBatch } from '../../src/types.js';
import { until } from '../wait.js';
import type { BrokerUnderTest } from './broker.port.js';

/** Everything a consumer was given, and whether it is finished at once. */
class Reader {
  readonly records: ConsumedRecord[] = [];
  readonly batches: RecordBatch[] = [];
  readonly handles = new Map<string, PartitionHandle>();
  lost = 0;
  finish: (record: ConsumedRecord) => boolean = () => true;

  readonly options: Pick<ConsumerOptions, 'onBatch' | 'onLost'> = {
    onBatch: (batch, partition) => {
      this.batches.push(batch);
      this.handles.set(`${batch.topic}|${batch.partition}`, partition);
      for (const record of batch.records) {
        this.records.push(record);
        if (this.finish(record)) partition.done(record.offset);
      }
    },
    onLost: (partitions) => void (this.lost += partitions.length),
  };

  get values(): string[] {
    return this.records.map(({ value }) => value?.toString() ?? '');
  }
}

/** What every consumer promises; `open` is called once. */
export function consumerConformance(name: string, open: () => Promise<BrokerUnderTest>): void {
  describe(`${name}: consumer`, () => {
    let broker: BrokerUnderTest;
    const ends: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      broker = await open();
    });

    afterAll(async () => {
      for (const end of ends) await end();
    });

    async function filled(partitions: number, count: number): Promise<{ topic: string; producer: Producer }> {
      const topic = await broker.createTopic(partitions);
      const producer = broker.producer({ topics: [topic] });
      ends.push(() => producer.close());
      await producer.start();
      await append(producer, topic, partitions, 0, count);
      return { topic, producer };
    }

    async function append(
      producer: Producer,
      topic: string,
      partitions: number,
      from: number,
      count: number,
    ): Promise<void> {
      await producer.sendMany(
        Array.from({ length: count }, (_, index) => ({
          topic,
          partition: (from + index) % partitions,
          key: null,
          value: `v${from + index}`,
        })),
      );
    }

    async function join(topic: string, reader: Reader, options: Partial<ConsumerOptions> = {}): Promise<Consumer> {
      const consumer = broker.consumer({ groupId: `${topic}-group`, topics: [topic], ...reader.options, ...options });
      await consumer.start();
      return consumer;
    }

    it('hands out everything once, in order, in seamless batches', async () => {
      const { topic } = await filled(2, 1_000);
      const reader = new Reader();
      const consumer = await join(topic, reader);
      await until('1,000 records', () => reader.records.length >= 1_000);
      expect(new Set(reader.values).size).toBe(1_000);
      for (const partition of [0, 1]) {
        const mine = reader.batches.filter((batch) => batch.partition === partition);
        expect(mine[0]?.from).toBe(0);
        mine.forEach((batch, index) => {
          if (index > 0) expect(batch.from).toBe(mine[index - 1]?.next);
          expect(batch.records.map(({ offset }) => offset)).toEqual(
            Array.from({ length: batch.next - batch.from }, (_, at) => batch.from + at),
          );
        });
        expect(mine.at(-1)?.next).toBe(500);
      }
      expect(consumer.health()).toMatchObject({ ready: true, live: true });
      await consumer.stop({ drainMs: 1_000 });
      expect(await broker.committed(`${topic}-group`, topic, 2)).toEqual([500, 500]);
    });

    it('commits up to the lowest unfinished record and reads from there again', async () => {
      const { topic } = await filled(1, 20);
      const first = new Reader();
      first.finish = ({ offset }) => offset !== 7;
      const consumer = await join(topic, first);
      await until('20 records', () => first.records.length === 20);
      await consumer.stop({ drainMs: 50 });
      expect(await broker.committed(`${topic}-group`, topic, 1)).toEqual([7]);
      const second = new Reader();
      const next = await join(topic, second);
      await until('the rest again', () => second.records.length === 13);
      expect(second.records[0]?.offset).toBe(7);
      await next.stop({ drainMs: 1_000 });
      expect(await broker.committed(`${topic}-group`, topic, 1)).toEqual([20]);
    });

    it('starts where it is told to', async () => {
      const { topic } = await filled(1, 10);
      const reader = new Reader();
      const asked: (number | null)[] = [];
      const consumer = await join(topic, reader, {
        startAt: (_, committed) => {
          asked.push(committed);
          return Promise.resolve(4);
        },
      });
      await until('6 records', () => reader.records.length === 6);
      expect(asked).toEqual([null]);
      expect(reader.batches[0]?.from).toBe(4);
      await consumer.stop({ drainMs: 1_000 });
    });

    it('keeps a partition still while any reason to pause it stands', async () => {
      const { topic, producer } = await filled(1, 1);
      const reader = new Reader();
      const consumer = await join(topic, reader);
      await until('the first record', () => reader.records.length === 1);
      const handle = reader.handles.get(`${topic}|0`);
      handle?.pause('one');
      handle?.pause('two');
      await append(producer, topic, 1, 1, 5);
      handle?.resume('one');
      expect(consumer.positions()[0]?.paused).toEqual(['two']);
      expect(reader.records.length).toBe(1);
      handle?.resume('two');
      await until('the others', () => reader.records.length === 6);
      await consumer.stop({ drainMs: 1_000 });
    });

    it('holds no more than its bytes, and goes on when they are finished', async () => {
      const topic = await broker.createTopic(1);
      const producer = broker.producer({ topics: [topic] });
      ends.push(() => producer.close());
      await producer.start();
      const value = 'x'.repeat(10_000);
      await producer.sendMany(Array.from({ length: 60 }, () => ({ topic, partition: 0, key: null, value })));
      const reader = new Reader();
      reader.finish = () => false;
      const consumer = await join(topic, reader, { maxBytesInFlight: 100_000 });
      await until('a full share', () => (consumer.positions()[0]?.paused.length ?? 0) > 0);
      expect(consumer.positions()[0]?.bytes).toBeLessThanOrEqual(100_000);
      let finished = 0;
      await until('all of it', () => {
        for (; finished < reader.records.length; finished++) {
          reader.handles.get(`${topic}|0`)?.done(reader.records[finished]?.offset ?? -1);
        }
        return finished === 60;
      });
      expect(reader.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 60 }, (_, offset) => offset));
      await consumer.stop({ drainMs: 1_000 });
    });

    it('shares partitions with a second member, fences what it lost, and takes all back', async () => {
      const { topic, producer } = await filled(4, 4);
      const [first, second] = [new Reader(), new Reader()];
      const one = await join(topic, first);
      await until('all four', () => first.records.length === 4);
      const before = new Map(first.handles);
      const two = await join(topic, second);
      await until('two each', () => one.assignment().length === 2 && two.assignment().length === 2);
      expect(first.lost).toBe(2);
      const kept = new Set(one.assignment().map(({ partition }) => partition));
      for (const [, handle] of before) expect(handle.active()).toBe(kept.has(handle.partition));
      await append(producer, topic, 4, 4, 40);
      await until('all of them', () => first.records.length + second.records.length >= 44);
      expect(new Set([...first.values, ...second.values]).size).toBe(44);
      expect(first.records.length + second.records.length).toBe(44);
      await two.stop({ drainMs: 1_000 });
      await until('all four again', () => one.assignment().length === 4);
      for (const [, handle] of before) {
        if (!kept.has(handle.partition)) {
          handle.done(0);
          expect(handle.active()).toBe(false);
        }
      }
      await append(producer, topic, 4, 44, 4);
      await until('the last ones', () => first.values.includes('v47'));
      await one.stop({ drainMs: 1_000 });
      expect(await broker.committed(`${topic}-group`, topic, 4)).toEqual([12, 12, 12, 12]);
    });

    it('ends the process, not the record, when a handler throws, and commits nothing more', async () => {
      const { topic } = await filled(1, 3);
      let fatal: Error | null = null;
      const consumer = await join(topic, new Reader(), {
        onBatch: () => {
          throw new Error('a bug');
        },
        onFatal: (error) => (fatal = error),
      });
      await until('the callback', () => fatal !== null);
      expect(fatal).toMatchObject({ message: 'a bug' });
      expect(consumer.health().live).toBe(false);
      await consumer.stop({ drainMs: 50 });
      const [committed] = await broker.committed(`${topic}-group`, topic, 1);
      expect(committed ?? 0).toBe(0);
    });
  });
}
