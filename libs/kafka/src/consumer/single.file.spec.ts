import { describe, expect, it } from '@jest/globals';
import { until } from '../../testing/index.js';
import type { ConsumedRecord, RecordBatch } from '../types.js';
import { ByteBudget } from './byte.share.js';
import { planLife, type LifeMark, type LifePlan } from './crash-loop.guard.js';
import { PartitionTracker } from './partition.tracker.js';
import { SingleFile } from './single.file.js';

const AT = { topic: 't', partition: 0 };

const record = (offset: number): ConsumedRecord => ({
  ...AT,
  offset,
  timestamp: 0,
  key: null,
  value: null,
  headers: {},
});

const records = (from: number, to: number): ConsumedRecord[] =>
  Array.from({ length: to - from }, (_, index) => record(from + index));

function fileFor(left: LifeMark) {
  const batches: RecordBatch[] = [];
  const marks: LifeMark[] = [];
  const quarantined: number[] = [];
  const none = (): void => undefined;
  const tracker: PartitionTracker = new PartitionTracker(
    AT,
    1,
    new ByteBudget(1e9),
    { pause: none, resume: none, seek: none },
    { onBatch: (batch) => batches.push(batch), onDone: () => file.finished() },
  );
  const plan: LifePlan = planLife(left, 10, 10);
  tracker.begin(10, plan, null);
  const file = new SingleFile(tracker, plan, {
    commit: () => {
      marks.push(tracker.mark);
      return Promise.resolve();
    },
    quarantine: ({ offset }) => {
      quarantined.push(offset);
      return Promise.resolve();
    },
  });
  const sizes = (): number[] => batches.map(({ records: held }) => held.length);
  return { tracker, file, batches, marks, quarantined, sizes };
}

describe('SingleFile', () => {
  it('hands out one record at a time, each marked first, then the rest together', async () => {
    const { tracker, file, batches, marks, sizes } = fileFor({ lives: 3, handedOut: 13, alone: null });
    file.take({ records: records(10, 20), next: 20, highWatermark: 20 });
    for (const offset of [10, 11, 12]) {
      await until(`record ${offset}`, () => batches.at(-1)?.records[0]?.offset === offset);
      expect(marks.at(-1)?.alone).toEqual({ offset, times: 1 });
      expect(marks.at(-1)?.handedOut).toBe(13);
      expect(tracker.paused).toBe(true);
      tracker.done(offset);
    }
    await until('the rest', () => batches.length === 4);
    expect(sizes()).toEqual([1, 1, 1, 7]);
    expect(file.over).toBe(true);
    expect(tracker.paused).toBe(false);
    expect(batches.at(-1)?.next).toBe(20);
  });

  it('does not hand out the convict, and goes on behind it', async () => {
    const { tracker, file, batches, quarantined } = fileFor({
      lives: 5,
      handedOut: 12,
      alone: { offset: 10, times: 2 },
    });
    file.take({ records: records(10, 12), next: 14, highWatermark: 14 });
    await until('the record behind', () => batches.length === 1);
    expect(quarantined).toEqual([10]);
    expect(batches[0]).toMatchObject({ from: 11, next: 12 });
    tracker.done(11);
    await until('the end', () => batches.length === 2);
    expect(batches[1]).toMatchObject({ from: 12, next: 14, records: [] });
    expect(tracker.ledger?.finished).toBe(14);
  });

  it('takes the first batch for the stretch where nothing is known of it', async () => {
    const { tracker, file, batches } = fileFor({ lives: 3, handedOut: null, alone: null });
    file.take({ records: records(10, 12), next: 12, highWatermark: 40 });
    await until('one', () => batches.length === 1);
    expect(file.until).toBe(12);
    tracker.done(10);
    await until('two', () => batches.length === 2);
    tracker.done(11);
    await until('over', () => file.over);
  });

  it('forgets what it held when the partition is read anew', async () => {
    const { tracker, file, batches } = fileFor({ lives: 3, handedOut: 13, alone: null });
    file.take({ records: records(10, 13), next: 13, highWatermark: 13 });
    await until('one', () => batches.length === 1);
    file.reset();
    tracker.done(10);
    await until('going', () => !tracker.paused);
    expect(tracker.ledger?.position).toBe(11);
    file.take({ records: records(11, 13), next: 13, highWatermark: 13 });
    await until('the next', () => batches.at(-1)?.records[0]?.offset === 11);
  });
});
