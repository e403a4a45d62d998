import { afterEach, describe, expect, it } from '@jest/globals';
import { RecordingHooks, RecordingLog, until } from '../../testing/index.js';
import type { TopicPartition } from '../types.js';
import { ByteBudget } from './byte.share.js';
import { planLife } from './crash-loop.guard.js';
import { OffsetCommitter } from './offset.committer.js';
import type { CommitState } from './legacy.js';
import { PartitionTracker } from './partition.tracker.js';

const none = (): void => undefined;

function trackerOf(partition: number): PartitionTracker {
  const tracker = new PartitionTracker(
    { topic: 't', partition },
    1,
    new ByteBudget(1e9),
    { pause: none, resume: none, seek: none },
    { onBatch: none, onDone: none },
  );
  tracker.begin(0, planLife(null, 0, 0), null);
  return tracker;
}

describe('OffsetCommitter', () => {
  const made: OffsetCommitter[] = [];

  afterEach(() => {
    for (const committer of made.splice(0)) committer.halt();
  });

  function committerOf(
    trackers: PartitionTracker[],
    commit: (offsets: readonly (TopicPartition & CommitState)[]) => Promise<void>,
    intervalMs = 5,
  ) {
    const hooks = new RecordingHooks();
    const committer = new OffsetCommitter({
      groupId: 'g',
      intervalMs,
      log: new RecordingLog(),
      hooks,
      trackers: () => trackers,
      stateOf: (tracker, clean) => tracker.commitState(clean),
      commit,
    });
    made.push(committer);
    return { committer, hooks };
  }

  it('carries all that is new in one request, one request at a time', async () => {
    const requests: number[][] = [];
    let under = 0;
    const trackers = [trackerOf(0), trackerOf(1)];
    const { committer } = committerOf(trackers, async (offsets) => {
      expect(++under).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under--;
      requests.push(offsets.map(({ partition }) => partition));
    });
    committer.start();
    await until('a commit', () => requests.length === 1);
    await committer.run(false);
    expect(requests).toEqual([[0, 1]]);
  });

  it('survives a refusal, counts it and tries again', async () => {
    let tries = 0;
    const tracker = trackerOf(0);
    const { committer, hooks } = committerOf([tracker], () =>
      ++tries === 1
        ? Promise.reject(Object.assign(new Error('x'), { type: 'REBALANCE_IN_PROGRESS' }))
        : Promise.resolve(),
    );
    await committer.ensure(tracker);
    expect(tries).toBe(2);
    expect(hooks.of('commit_rejected')).toBe(1);
  });

  it('does not wait for a partition that is lost', async () => {
    const tracker = trackerOf(0);
    const { committer } = committerOf([tracker], () => Promise.reject(new Error('never')));
    const waiting = committer.ensure(tracker);
    tracker.lose();
    await expect(waiting).rejects.toThrow();
  });

  it('begins no commit once it is halted', async () => {
    let commits = 0;
    const { committer } = committerOf([trackerOf(0)], () => {
      commits++;
      return Promise.resolve();
    });
    committer.halt();
    await committer.run(true);
    expect(commits).toBe(0);
  });
});
