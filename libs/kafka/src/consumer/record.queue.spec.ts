import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord } from '../types.js';
import { RecordQueue, type SliceLimits } from './record.queue.js';

const handle = (partition: number, active = true) => ({
  topic: 't',
  partition,
  epoch: 1,
  done: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  active: () => active,
});

const record = (partition: number, offset: number): ConsumedRecord => ({
  topic: 't',
  partition,
  offset,
  timestamp: 0,
  key: null,
  value: Buffer.alloc(10),
  headers: {},
});

const batch = (partition: number, from: number, next: number, offsets: readonly number[]) => ({
  topic: 't',
  partition,
  epoch: 1,
  from,
  next,
  records: offsets.map((offset) => record(partition, offset)),
  highWatermark: next,
});

const WIDE: SliceLimits = { weight: 100, bytes: 1e6 };

const take = (queue: RecordQueue, limits = WIDE, weight = 1) =>
  queue
    .take(
      limits,
      ({ offset }) => offset,
      () => weight,
    )
    .map(({ from, next, items }) => [from, next, items]);

describe('the record queue', () => {
  it('joins the batches of a partition and keeps partitions apart', () => {
    const queue = new RecordQueue(() => undefined);
    const [one, two] = [handle(1), handle(2)];
    queue.push(batch(1, 0, 2, [0, 1]), one);
    queue.push(batch(2, 7, 8, [7]), two);
    queue.push(batch(1, 2, 5, [3]), one);
    expect(take(queue)).toEqual([
      [0, 5, [0, 1, 3]],
      [7, 8, [7]],
    ]);
    expect(queue.empty).toBe(true);
    expect(take(queue)).toEqual([]);
  });

  it('stops at the weight and goes on where it stopped', () => {
    const queue = new RecordQueue(() => undefined);
    queue.push(batch(1, 0, 9, [0, 2, 4]), handle(1));
    expect(take(queue, { ...WIDE, weight: 2 })).toEqual([[0, 3, [0, 2]]]);
    expect(queue.empty).toBe(false);
    expect(take(queue, { ...WIDE, weight: 2 })).toEqual([[3, 9, [4]]]);
  });

  it('stops at the bytes, and takes one record whatever its size', () => {
    const queue = new RecordQueue(() => undefined);
    queue.push(batch(1, 0, 2, [0, 1]), handle(1));
    expect(take(queue, { ...WIDE, bytes: 5 })).toEqual([[0, 1, [0]]]);
    expect(take(queue, { weight: 1, bytes: 5 }, 50)).toEqual([[1, 2, [1]]]);
  });

  it('passes offsets without a record', () => {
    const queue = new RecordQueue(() => undefined);
    queue.push(batch(1, 4, 9, []), handle(1));
    expect(take(queue)).toEqual([[4, 9, []]]);
  });

  it('drops what belongs to a lost partition', () => {
    const queue = new RecordQueue(() => undefined);
    queue.push(batch(1, 0, 1, [0]), handle(1, false));
    queue.push(batch(2, 0, 1, [0]), handle(2));
    expect(take(queue)).toEqual([[0, 1, [0]]]);
  });

  it('calls when something comes', () => {
    let calls = 0;
    const queue = new RecordQueue(() => (calls += 1));
    queue.push(batch(1, 0, 1, [0]), handle(1));
    expect(calls).toBe(1);
  });
});
