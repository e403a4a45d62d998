import { reasonOf } from '../kafkajs/failure.js';
import { delay } from '../timers.js';
import type { KafkaLog, TopicPartition } from '../types.js';
import type { Committed } from './committed.offsets.js';
import { planLife, readMark, type LifePlan } from './crash-loop.guard.js';
import { resumption, type Legacy } from './legacy.js';
import { keyOf } from './partition.key.js';
import type { PartitionTracker } from './partition.tracker.js';

const RETRY_MS = 500;

export interface AcquisitionDeps {
  log: KafkaLog;
  graceMs: number;
  committed: (topics: readonly string[]) => Promise<Map<string, Committed>>;
  /** What this process remembers of a partition it had before. */
  legacyOf: (at: TopicPartition) => Legacy | undefined;
  lowOffsets: (topic: string) => Promise<Map<number, number>>;
  startAt?: ((at: TopicPartition, committed: number | null) => Promise<number | null>) | undefined;
  /** Begins the life: the tracker has its book, `plan` says how careful to be. Resolves when the mark is committed. */
  begin: (tracker: PartitionTracker, plan: LifePlan) => Promise<void>;
}

/**
 * Brings gained partitions from "ours, paused" to "being read": waits for the former owner's last acknowledgements,
 * asks where to start, leaves a mark. Each partition on its own, so one that has no answer holds up no other. Gives up
 * silently when the partition is lost meanwhile.
 */
export async function acquire(
  trackers: readonly PartitionTracker[],
  deps: AcquisitionDeps,
  fromLow = false,
): Promise<void> {
  if (trackers.length === 0) return;
  await delay(deps.graceMs);
  const held = (): boolean => trackers.some((tracker) => tracker.active());
  const topics = [...new Set(trackers.map(({ topic }) => topic))];
  const committed = await untilAnswered(() => deps.committed(topics), held, deps.log);
  if (!committed) return;
  const lows = lowOffsetReader(deps);
  await Promise.all(
    trackers.map(async (tracker) => {
      const left = committed.get(keyOf(tracker)) ?? { offset: null, metadata: null };
      const { offset, metadata } = resumption(deps.legacyOf(tracker), left);
      const start = await untilAnswered(
        async () => {
          const asked = fromLow ? null : ((await deps.startAt?.(tracker, offset)) ?? offset);
          return asked ?? (await lows(tracker));
        },
        () => tracker.active(),
        deps.log,
      );
      if (start === null || !tracker.active()) return;
      const plan = planLife(readMark(metadata), offset, start);
      tracker.begin(start, plan, left.offset === null ? null : { offset: left.offset, metadata: left.metadata ?? '' });
      // Rejects only when the partition is lost: then there is nothing left to do.
      await deps.begin(tracker, plan).catch(() => undefined);
    }),
  );
}

/** One look-up a topic, however many of its partitions ask. */
function lowOffsetReader({ lowOffsets }: AcquisitionDeps): (at: TopicPartition) => Promise<number> {
  const asked = new Map<string, Promise<Map<number, number>>>();
  return async ({ topic, partition }) => {
    const answer = asked.get(topic) ?? lowOffsets(topic);
    asked.set(topic, answer);
    try {
      return (await answer).get(partition) ?? 0;
    } catch (error) {
      asked.delete(topic);
      throw error;
    }
  };
}

/** Asks until there is an answer or nobody wants it any more (`null`). */
export async function untilAnswered<T>(ask: () => Promise<T>, wanted: () => boolean, log: KafkaLog): Promise<T | null> {
  while (wanted()) {
    try {
      return await ask();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'no answer yet, asking again');
      await delay(RETRY_MS);
    }
  }
  return null;
}
