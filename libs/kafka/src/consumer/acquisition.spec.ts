import { describe, expect, it } from '@jest/globals';
import { RecordingLog, until } from '../../testing/index.js';
import { acquire, type AcquisitionDeps } from './acquisition.js';
import { ByteBudget } from './byte.share.js';
import type { LifePlan } from './crash-loop.guard.js';
import { PartitionTracker } from './partition.tracker.js';

const none = (): void => undefined;

const trackerOf = (partition: number): PartitionTracker =>
  new PartitionTracker(
    { topic: 't', partition },
    1,
    new ByteBudget(1e9),
    { pause: none, resume: none, seek: none },
    { onBatch: none, onDone: none },
  );

function depsOf(changes: Partial<AcquisitionDeps> = {}) {
  const begun = new Map<number, { start: number | undefined; plan: LifePlan }>();
  const deps: AcquisitionDeps = {
    log: new RecordingLog(),
    graceMs: 0,
    committed: () =>
      Promise.resolve(new Map([0, 1].map((partition) => [`t|${partition}`, { offset: 50, metadata: null }]))),
    legacyOf: () => undefined,
    lowOffsets: () => Promise.resolve(new Map([[2, 7]])),
    begin: (tracker, plan) => {
      begun.set(tracker.partition, { start: tracker.ledger?.position, plan });
      return Promise.resolve();
    },
    ...changes,
  };
  return { deps, begun };
}

describe('acquire', () => {
  it('begins at the commit, and at the lowest offset there is without one', async () => {
    const { deps, begun } = depsOf();
    await acquire([trackerOf(0), trackerOf(2)], deps);
    expect(begun.get(0)?.start).toBe(50);
    expect(begun.get(2)?.start).toBe(7);
  });

  it('asks where to begin, again if need be, and lets nobody wait for another', async () => {
    let tries = 0;
    const { deps, begun } = depsOf({
      startAt: ({ partition }, committed) => {
        if (partition === 1) return Promise.resolve(committed === null ? null : committed - 8);
        return ++tries === 1 ? Promise.reject(new Error('database is down')) : Promise.resolve(null);
      },
    });
    const done = acquire([trackerOf(0), trackerOf(1)], deps);
    await until('the one with an answer', () => begun.has(1));
    expect(begun.has(0)).toBe(false);
    expect(begun.get(1)?.start).toBe(42);
    await done;
    expect(begun.get(0)?.start).toBe(50);
  });

  it('asks nobody after the position turned out to be out of range', async () => {
    const { deps, begun } = depsOf({
      startAt: () => Promise.resolve(1_000_000),
    });
    await acquire([trackerOf(2)], deps, true);
    expect(begun.get(2)?.start).toBe(7);
  });

  it('gives up what was lost meanwhile', async () => {
    const tracker = trackerOf(0);
    const { deps, begun } = depsOf({ startAt: () => Promise.reject(new Error('never')) });
    const done = acquire([tracker], deps);
    tracker.lose();
    await done;
    expect(begun.size).toBe(0);
  });
});
