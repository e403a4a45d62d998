import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord, RecordBatch } from '../types.js';
import { ByteBudget } from './byte.share.js';
import { planLife, readMark } from './crash-loop.guard.js';
import { PartitionTracker } from './partition.tracker.js';

const AT = { topic: 't', partition: 3 };

const record = (offset: number, bytes = 0): ConsumedRecord => ({
  ...AT,
  offset,
  timestamp: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
});

function trackerAt(start: number, budgetBytes = 1e9) {
  const commands: string[] = [];
  const batches: RecordBatch[] = [];
  const tracker = new PartitionTracker(
    AT,
    7,
    new ByteBudget(budgetBytes),
    {
      pause: () => commands.push('pause'),
      resume: () => commands.push('resume'),
      seek: (_, offset) => commands.push(`seek ${offset}`),
    },
    { onBatch: (batch) => batches.push(batch), onDone: () => undefined },
  );
  tracker.begin(start, planLife(null, start, start), null);
  return { tracker, commands, batches };
}

const fetched = (records: readonly ConsumedRecord[], next: number) => ({ records, next, highWatermark: 100 });

describe('PartitionTracker', () => {
  it('hands out seamless batches, and steps over what holds no record', () => {
    const { tracker, batches } = trackerAt(5);
    tracker.deliver(fetched([record(5), record(8)], 10));
    tracker.deliver(fetched([], 12));
    tracker.deliver(fetched([record(12)], 13));
    expect(batches.map(({ from, next, records }) => [from, next, records.length])).toEqual([
      [5, 10, 2],
      [10, 12, 0],
      [12, 13, 1],
    ]);
    expect(batches[0]).toMatchObject({ ...AT, epoch: 7, highWatermark: 100 });
  });

  it('leaves out what it handed out before', () => {
    const { tracker, batches } = trackerAt(5);
    tracker.deliver(fetched([record(5), record(6)], 7));
    tracker.deliver(fetched([record(6), record(7)], 8));
    tracker.deliver(fetched([record(4)], 5));
    expect(batches.flatMap(({ records }) => records.map(({ offset }) => offset))).toEqual([5, 6, 7]);
  });

  it('cuts a batch at its share, asks for the rest again and pauses until half is free', () => {
    const { tracker, commands, batches } = trackerAt(0, 1);
    // The smallest share is 64 KiB.
    tracker.deliver(
      fetched(
        [0, 1, 2, 3].map((offset) => record(offset, 30_000)),
        4,
      ),
    );
    expect(batches.at(-1)?.next).toBe(2);
    expect(commands).toEqual(['seek 2', 'pause']);
    // Fetched before the pause took hold: nothing fits, so nothing is skipped.
    tracker.deliver(fetched([record(2, 30_000), record(3, 30_000)], 4));
    expect(tracker.ledger?.position).toBe(2);
    tracker.done(0);
    expect(commands.at(-1)).toBe('resume');
  });

  it('is paused while any reason stands, and tells the client once', () => {
    const { tracker, commands } = trackerAt(0);
    tracker.pause('a');
    tracker.pause('b');
    tracker.resume('a');
    tracker.resume('never given');
    expect(tracker.where().paused).toEqual(['b']);
    tracker.resume('b');
    expect(commands).toEqual(['pause', 'resume']);
  });

  it('says anew where it is read and whether, after a join', () => {
    const { tracker, commands } = trackerAt(0);
    tracker.deliver(fetched([record(0)], 1));
    tracker.pause('a');
    commands.length = 0;
    tracker.assert();
    expect(commands).toEqual(['seek 1', 'pause']);
  });

  it('does nothing any more once it is lost', () => {
    const { tracker, commands, batches } = trackerAt(0);
    tracker.deliver(fetched([record(0)], 1));
    tracker.lose();
    tracker.done(0);
    tracker.pause('a');
    tracker.deliver(fetched([record(1)], 2));
    expect(tracker.ledger?.finished).toBe(0);
    expect(tracker.commitState(false)).toBeNull();
    expect(commands).toEqual([]);
    expect(batches.length).toBe(1);
    expect(tracker.active()).toBe(false);
  });

  it('asks for a commit only when something is new, and marks a life that goes on', () => {
    const { tracker } = trackerAt(0);
    const first = tracker.commitState(false);
    expect(first).toMatchObject({ offset: 0 });
    if (first) tracker.committed(first);
    expect(tracker.commitState(false)).toBeNull();
    tracker.deliver(fetched([record(0), record(1)], 2));
    tracker.done(0);
    const second = tracker.commitState(false);
    expect(second?.offset).toBe(1);
    expect(readMark(second?.metadata ?? null)).toEqual({ lives: 1, handedOut: 2, alone: null });
    expect(tracker.commitState(true)).toEqual({ offset: 1, metadata: '' });
  });
});
