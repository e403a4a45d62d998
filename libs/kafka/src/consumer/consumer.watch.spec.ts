import { describe, expect, it } from '@jest/globals';
import { stalled } from './consumer.watch.js';
import { ByteBudget } from './byte.share.js';
import { planLife } from './crash-loop.guard.js';
import { PartitionTracker } from './partition.tracker.js';
import { compareAssignment } from './partition.key.js';

const none = (): void => undefined;

function trackerOf(next: number, highWatermark: number): PartitionTracker {
  const tracker = new PartitionTracker(
    { topic: 't', partition: 0 },
    1,
    new ByteBudget(1e9),
    { pause: none, resume: none, seek: none },
    { onBatch: none, onDone: none },
  );
  tracker.begin(0, planLife(null, 0, 0), null);
  tracker.deliver({ records: [], next, highWatermark });
  return tracker;
}

describe('stalled', () => {
  const later = performance.now() + 60_000;

  it('names a partition that brings nothing although records lie ahead', () => {
    const tracker = trackerOf(5, 10);
    expect(stalled([tracker], performance.now())).toEqual([]);
    expect(stalled([tracker], later)).toEqual([tracker]);
  });

  it('leaves alone what is at its end, paused, or not begun', () => {
    const paused = trackerOf(5, 10);
    paused.pause('test');
    expect(stalled([trackerOf(10, 10), paused], later)).toEqual([]);
  });
});

describe('compareAssignment', () => {
  const at = (partition: number) => ({ topic: 't', partition });

  it('tells lost, kept and gained apart', () => {
    expect(compareAssignment([at(0), at(1)], [at(1), at(2)], false)).toEqual({
      lost: [at(0)],
      kept: [at(1)],
      gained: [at(2)],
    });
  });

  it('keeps nothing when somebody else may have had it meanwhile', () => {
    expect(compareAssignment([at(0)], [at(0)], true)).toEqual({ lost: [at(0)], kept: [], gained: [at(0)] });
  });
});
