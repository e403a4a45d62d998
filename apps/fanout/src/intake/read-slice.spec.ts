import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord, PartitionHandle } from '@app/kafka';
import { ReadSlice, type ReadRecord } from './read-slice.js';

const handle: PartitionHandle = {
  topic: 'events',
  partition: 4,
  epoch: 1,
  done: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  active: () => true,
};

const rejected = (offset: number, value: Buffer | null = Buffer.from('x')): ReadRecord => {
  const record: ConsumedRecord = {
    topic: 'events',
    partition: 4,
    offset,
    timestamp: offset,
    key: null,
    value,
    headers: {},
  };
  return { record, parsed: { is: 'rejected', reason: value ? 'not_json' : 'tombstone', detail: '', spaceId: null } };
};

const slice = (from: number, next: number, items: ReadRecord[]): ReadSlice =>
  ReadSlice.of({ handle, from, next, items }, 1);

describe('what a slice adds to the ledger', () => {
  it('covers every offset exactly once', () => {
    const summary = slice(10, 20, [rejected(11), rejected(14, null), rejected(19)]).summary(10);
    expect(summary).toMatchObject({ from: 10, next: 20, rejected: 2, tombstones: 1, skipped: 7, appendTimeMs: 19 });
  });

  it('leaves out what was counted before', () => {
    expect(slice(10, 20, [rejected(11), rejected(19)]).summary(15)).toMatchObject({ rejected: 1, skipped: 4 });
    expect(slice(10, 20, [rejected(11)]).summary(30)).toMatchObject({ rejected: 0, skipped: 0 });
  });

  it('counts a hole in front of it', () => {
    expect(slice(10, 12, [rejected(10), rejected(11)]).summary(7)).toMatchObject({ rejected: 2, skipped: 3 });
  });

  it('is the same in halves as in one', () => {
    const whole = slice(3, 30, [rejected(5), rejected(9), rejected(20, null), rejected(21)]);
    const [left, right] = whole.split() ?? [];
    if (!left || !right) throw new Error('it does not split');
    const [first, second] = [left.summary(3), right.summary(left.summary(3).next)];
    expect(first.rejected + second.rejected).toBe(whole.summary(3).rejected);
    expect(first.skipped + second.skipped).toBe(whole.summary(3).skipped);
    expect([first.from, first.next, second.from, second.next]).toEqual([3, 20, 20, 30]);
    expect(slice(3, 9, [rejected(5)]).split()).toBeNull();
  });
});
