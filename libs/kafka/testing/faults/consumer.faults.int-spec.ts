import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { startKafka, type EmbeddedKafka } from '@app/embedded';
import type { Consumer, ConsumerOptions, PartitionHandle } from '../../src/consumer/consumer.port.js';
import { SUSPECT_DEATHS, CONVICT_DEATHS } from '../../src/consumer/crash-loop.guard.js';
import { withAdmin } from '../../src/kafkajs/client.js';
import type { ConsumedRecord, RecordBatch } from '../../src/types.js';
import { RealBroker } from '../real.broker.js';
import { until } from '../wait.js';

let kafka: EmbeddedKafka;
let broker: RealBroker;

beforeAll(async () => {
  kafka = await startKafka({ settings: { 'log.cleaner.backoff.ms': 200, 'log.initial.task.delay.ms': 500 } });
  broker = new RealBroker(kafka.brokers);
}, 120_000);

afterAll(async () => {
  await broker.close();
  await kafka.stop();
});

class Seen {
  readonly records: ConsumedRecord[] = [];
  readonly batches: RecordBatch[] = [];
  handle: PartitionHandle | null = null;

  readonly onBatch = (batch: RecordBatch, partition: PartitionHandle): void => {
    this.batches.push(batch);
    this.handle = partition;
    for (const record of batch.records) {
      this.records.push(record);
      partition.done(record.offset);
    }
  };

  get values(): (string | undefined)[] {
    return this.records.map(({ value }) => value?.toString());
  }
}

async function join(
  topic: string,
  options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'onBatch'>,
): Promise<Consumer> {
  const consumer = broker.consumer({ groupId: `${topic}-group`, topics: [topic], ...options });
  await consumer.start();
  return consumer;
}

async function fill(topic: string, values: readonly string[]): Promise<void> {
  const producer = broker.producer({ topics: [topic] });
  await producer.start();
  await producer.sendMany(values.map((value) => ({ topic, partition: 0, key: null, value })));
  await producer.close();
}

/** What an idempotent producer of its own writes in one batch; resolves to the values' text. */
async function write(topic: string, keys: readonly string[], text: string, bytes: number): Promise<string> {
  const foreign = broker.foreign().producer({ idempotent: true, maxInFlightRequests: 1 });
  await foreign.connect();
  const value = text.padEnd(bytes, '.');
  await foreign.send({ topic, messages: keys.map((key) => ({ partition: 0, key, value })) });
  await foreign.disconnect();
  return value;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);

describe('a crash loop', () => {
  it('is narrowed to the one record that throws, which is quarantined while all others are handed out', async () => {
    const topic = await broker.createTopic(1);
    await fill(topic, numbered(40));
    const done = new Set<string>();
    const quarantined: string[] = [];
    let lives = 0;
    // Each turn is a life: it ends as the process would, by the callback, without an orderly commit.
    for (let over = false; !over; lives++) {
      expect(lives).toBeLessThan(20);
      let died = false;
      const consumer = await join(topic, {
        commitIntervalMs: 50,
        onBatch: (batch, partition) => {
          for (const { offset, value } of batch.records) {
            const text = value?.toString() ?? '';
            if (text === 'v17') throw new Error('poison');
            done.add(text);
            partition.done(offset);
          }
        },
        onQuarantine: ({ value }) => {
          quarantined.push(value?.toString() ?? '');
          return Promise.resolve();
        },
        onFatal: () => (died = true),
      });
      await until('the end of this life', () => died || done.size === 39);
      over = !died;
      await consumer.stop({ drainMs: 200 });
    }
    expect(quarantined).toEqual(['v17']);
    expect(done.size).toBe(39);
    expect(lives).toBeLessThanOrEqual(SUSPECT_DEATHS + CONVICT_DEATHS + 3);
    expect(await broker.committed(`${topic}-group`, topic, 1)).toEqual([40]);
  });
});

describe('a log with holes', () => {
  it('is read to its end past transaction markers and aborted records, and every offset is accounted for', async () => {
    const topic = await broker.createTopic(1);
    const foreign = broker
      .foreign()
      .producer({ transactionalId: `${topic}-tx`, maxInFlightRequests: 1, idempotent: true });
    await foreign.connect();
    for (const [value, commit] of [
      ['a', true],
      ['b', false],
      ['c', true],
      ['d', false],
    ] as const) {
      const transaction = await foreign.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, value }] });
      await (commit ? transaction.commit() : transaction.abort());
    }
    await foreign.disconnect();
    const seen = new Seen();
    const consumer = await join(topic, seen);
    await until('the end', () => consumer.positions()[0]?.position === 8);
    expect(seen.values).toEqual(['a', 'c']);
    expect(seen.batches.reduce((sum, { from, next }) => sum + next - from, 0)).toBe(8);
    await consumer.stop({ drainMs: 1_000 });
    expect(await broker.committed(`${topic}-group`, topic, 1)).toEqual([8]);
  });

  it('is read to its end past a segment of which compaction left nothing but an empty batch', async () => {
    const topic = await broker.createTopic(1, {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'segment.bytes': '1048576',
      'min.cleanable.dirty.ratio': '0.01',
      'min.compaction.lag.ms': '0',
    });
    // The last batch of each idempotent producer is kept even when it is emptied; segments are not merged beyond
    // 1 MiB, and a fetch never reaches into the next one.
    const first = await write(topic, ['x', 'y', 'z'], 'first', 250_000);
    const second = await write(topic, ['x', 'y', 'z'], 'second', 250_000);
    let end = 6;
    let seen = new Seen();
    await until(
      'compaction',
      async () => {
        await write(topic, ['w'], 'rolls the segment', 10);
        end++;
        seen = new Seen();
        const consumer = broker.consumer({ groupId: `${topic}-${end}`, topics: [topic], onBatch: seen.onBatch });
        await consumer.start();
        await until('the end', () => consumer.positions()[0]?.position === end, 10_000);
        await consumer.stop({ drainMs: 1_000 });
        return !seen.values.includes(first);
      },
      45_000,
    );
    expect(seen.batches.reduce((sum, { from, next }) => sum + next - from, 0)).toBe(end);
    expect(seen.values.filter((value) => value === second).length).toBe(3);
    expect(seen.batches[0]).toMatchObject({ from: 0, next: 3, records: [] });
  });

  it('goes on at the beginning when what it wanted is gone, and tells', async () => {
    const topic = await broker.createTopic(1);
    await fill(topic, numbered(10));
    const before = broker.hooks.of('offset_out_of_range');
    const seen = new Seen();
    const consumer = await join(topic, seen);
    await until('ten records', () => seen.records.length === 10);
    const first = seen.handle;
    seen.handle?.pause('test');
    await fill(topic, numbered(5));
    await withAdmin(broker.context.connection, broker.log, async (admin) => {
      // Loads the topic's leaders, which the next call takes for granted.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '13' }] });
    });
    first?.resume('test');
    await until('what is left', () => seen.records.length === 12);
    expect(seen.records.slice(10).map(({ offset }) => offset)).toEqual([13, 14]);
    expect(broker.hooks.of('offset_out_of_range')).toBe(before + 1);
    expect(first?.active()).toBe(false);
    await consumer.stop({ drainMs: 1_000 });
  });

  it('is read from its start when it is shorter than the position it is told to begin at', async () => {
    const topic = await broker.createTopic(1);
    await fill(topic, numbered(3));
    const seen = new Seen();
    const consumer = await join(topic, { onBatch: seen.onBatch, startAt: () => Promise.resolve(1_000) });
    await until('all of it', () => seen.records.length === 3);
    expect(seen.batches[0]?.from).toBe(0);
    await consumer.stop({ drainMs: 1_000 });
  });
});

describe('a rebalance', () => {
  it('neither kills the consumer whose commits it refuses, nor loses or repeats a finished record', async () => {
    const topic = await broker.createTopic(6);
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    const seen = new Seen();
    const fatal: Error[] = [];
    const options = { onBatch: seen.onBatch, commitIntervalMs: 5, onFatal: (error: Error) => void fatal.push(error) };
    const steady = await join(topic, options);
    let sent = 0;
    let feeding = true;
    const feed = (async () => {
      while (feeding) {
        await producer.sendMany(
          Array.from({ length: 6 }, (_, partition) => ({ topic, partition, key: null, value: `v${sent++}` })),
        );
      }
    })();
    for (let round = 0; round < 4; round++) {
      const guest = await join(topic, options);
      await until('a share each', () => guest.assignment().length === 3 && steady.assignment().length === 3);
      await guest.stop({ drainMs: 2_000 });
    }
    feeding = false;
    await feed;
    await until('all records', () => new Set(seen.values).size === sent);
    expect(fatal).toEqual([]);
    expect(seen.records.length).toBe(sent);
    await steady.stop({ drainMs: 2_000 });
    await producer.close();
  });

  it('leaves paused what was paused, and unfinished what was unfinished', async () => {
    const topic = await broker.createTopic(2);
    const handles = new Map<number, PartitionHandle>();
    const records: ConsumedRecord[] = [];
    const onBatch = (batch: RecordBatch, partition: PartitionHandle): void => {
      handles.set(batch.partition, partition);
      records.push(...batch.records);
    };
    const producer = broker.producer({ topics: [topic] });
    await producer.start();
    const send = (partition: number, value: string) => producer.send({ topic, partition, key: null, value });
    const steady = await join(topic, { onBatch });
    await send(0, 'a');
    await send(1, 'a');
    await until('both', () => records.length === 2);
    for (const handle of handles.values()) handle.pause('test');
    const guest = await join(topic, { onBatch: () => undefined });
    await until('one each', () => steady.assignment().length === 1 && guest.assignment().length === 1);
    const [kept] = steady.assignment();
    const handle = handles.get(kept?.partition ?? -1);
    expect(handle?.active()).toBe(true);
    await send(kept?.partition ?? 0, 'b');
    const [where] = steady.positions();
    expect(where).toMatchObject({ position: 1, finished: 0, records: 1, paused: ['test'] });
    handle?.resume('test');
    await until('the next one, once', () => records.length === 3);
    expect(records.at(-1)?.value?.toString()).toBe('b');
    await Promise.all([guest.stop({ drainMs: 0 }), steady.stop({ drainMs: 0 })]);
    await producer.close();
  });
});

describe('what foreign producers write', () => {
  it('is read although it was compressed, and whatever its partitioner', async () => {
    const topic = await broker.createTopic(3, { 'compression.type': 'uncompressed' });
    const foreign = broker.foreign().producer({ createPartitioner: () => () => 2 });
    await foreign.connect();
    await foreign.send({
      topic,
      compression: kafkajs.CompressionTypes.GZIP,
      messages: [{ key: 'k', value: 'gzipped', headers: { a: ['1', '2'] } }],
    });
    await foreign.disconnect();
    const seen = new Seen();
    const consumer = await join(topic, seen);
    await until('the record', () => seen.records.length === 1);
    expect(seen.records[0]).toMatchObject({ partition: 2, key: Buffer.from('k'), value: Buffer.from('gzipped') });
    expect(seen.records[0]?.headers['a']?.toString()).toBe('2');
    await consumer.stop({ drainMs: 1_000 });
  });
});
