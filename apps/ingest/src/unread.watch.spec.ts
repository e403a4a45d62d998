import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@app/observability/testing';
import { overduePartitions, UnreadWatch } from './unread.watch.js';

const DAY = 86_400_000;
const NOW = 1_793_600_000_000;

describe('what is about to be lost unread', () => {
  it.each([
    ['nothing where all old records were read', 40, 10, 40, []],
    ['nothing where only young ones are unread', 45, 10, 40, []],
    ['a partition with an old record unread', 39, 10, 40, [0]],
    ['nothing where Kafka has forgotten already', 39, 40, 40, []],
    ['a partition nobody ever read', null, 0, 1, [0]],
    ['nothing of an empty one', null, 0, 0, []],
  ])('%s', (_, next, begin, oldEnough, expected) => {
    const read = new Map(next === null ? [] : [[0, { next }]]);
    expect(overduePartitions(read, [{ begin }], [oldEnough])).toEqual(expected);
  });
});

describe('the watch', () => {
  it('closes a day before, and opens again when fanout has caught up', async () => {
    const asked: number[] = [];
    let next = 5;
    let down = false;
    const watch = new UnreadWatch({
      retentionMs: 14 * DAY,
      readTo: () => (down ? Promise.reject(new Error('away')) : Promise.resolve(new Map([[0, { next }]]))),
      bounds: () => Promise.resolve([{ begin: 0, end: 20 }]),
      firstSince: (sinceMs) => Promise.resolve([asked.push(sinceMs) > 0 ? 6 : 0]),
      log: silentLogger(),
    });
    expect(watch.overdue()).toBe(false);
    await watch.look(NOW);
    expect(watch.overdue()).toBe(true);
    expect(asked).toEqual([NOW - 13 * DAY]);
    down = true;
    await expect(watch.look(NOW)).rejects.toThrow('away');
    expect(watch.overdue()).toBe(true);
    down = false;
    next = 6;
    await watch.look(NOW);
    expect(watch.overdue()).toBe(false);
  });
});
