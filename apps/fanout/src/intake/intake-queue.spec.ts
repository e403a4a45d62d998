import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord, PartitionHandle, RecordBatch } from '@app/kafka';
import { IntakeQueue } from './intake-queue.js';

const handle = (partition: number, active = true): PartitionHandle => ({
  topic: 'events',
  partition,
  epoch: 1,
  done: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  active: () => active,
});

const record = (partition: number, offset: number): ConsumedRecord => ({
  topic: 'events',
  partition,
  offset,
  timestamp: 0,
  key: null,
  value: Buffer.alloc(10),
  headers: {},
});

const batch = (partition: number, from: number, next: number, offsets: number[]): RecordBatch => ({
  topic: 'events',
  partition,
  epoch: 1,
  from,
  next,
  records: offsets.map((offset) => record(partition, offset)),
  highWatermark: next,
});

const one = (): number => 1;
const itself = (read: ConsumedRecord): ConsumedRecord => read;
const wide = { rows: 100, bytes: 1e6 };
const shape = (queue: IntakeQueue, limits = wide, rowsOf: () => number = one): unknown =>
  queue.take(limits, itself, rowsOf).map(({ from, next, items }) => [from, next, items.map(({ offset }) => offset)]);

describe('the intake queue', () => {
  it('joins batches of a partition and keeps the gaps in the positions', () => {
    const queue = new IntakeQueue(() => undefined);
    const zero = handle(0);
    queue.push(batch(0, 5, 9, [6, 7]), zero);
    queue.push(batch(0, 9, 12, [11]), zero);
    queue.push(batch(1, 0, 2, [0, 1]), handle(1));
    expect(shape(queue)).toEqual([
      [5, 12, [6, 7, 11]],
      [0, 2, [0, 1]],
    ]);
    expect(queue.empty).toBe(true);
  });

  it('cuts by rows, and goes on where it stopped', () => {
    const queue = new IntakeQueue(() => undefined);
    queue.push(batch(0, 0, 6, [0, 1, 2, 5]), handle(0));
    expect(shape(queue, { rows: 6, bytes: 1e6 }, () => 3)).toEqual([[0, 2, [0, 1]]]);
    expect(shape(queue, { rows: 6, bytes: 1e6 }, () => 3)).toEqual([[2, 6, [2, 5]]]);
  });

  it('takes at least one record, however large', () => {
    const queue = new IntakeQueue(() => undefined);
    queue.push(batch(0, 0, 2, [0, 1]), handle(0));
    expect(shape(queue, { rows: 1, bytes: 1 }, () => 50)).toEqual([[0, 1, [0]]]);
    expect(shape(queue, { rows: 1, bytes: 1 }, () => 50)).toEqual([[1, 2, [1]]]);
  });

  it('moves on over offsets that hold no record', () => {
    const queue = new IntakeQueue(() => undefined);
    queue.push(batch(0, 3, 8, []), handle(0));
    expect(shape(queue)).toEqual([[3, 8, []]]);
  });

  it('forgets what belongs to a lost partition', () => {
    const queue = new IntakeQueue(() => undefined);
    queue.push(batch(0, 0, 1, [0]), handle(0, false));
    expect(shape(queue)).toEqual([]);
    expect(queue.empty).toBe(true);
  });
});
