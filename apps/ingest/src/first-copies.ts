import type { Bucket, EventId } from '@app/contracts';
import { bucketOf } from '@app/contracts';
import type { EventSource, Queryable } from '@app/persistence';
import { readBuckets, readSources } from '@app/persistence';

/** Where a copy of an event stands already: its place in the topic, or `old` where that is not known any more. */
export type FirstCopy = EventSource | 'old';

/** First copies of events; those nobody has stored are absent. */
export type FirstCopies = ReadonlyMap<EventId, FirstCopy>;
export const NO_COPIES: FirstCopies = new Map();

const HOUR_MS = 3_600_000;

/** Buckets a record that is being written may fall into, whatever the clocks of door and broker say. */
const presentBuckets = (nowMs: number): Set<Bucket> =>
  new Set([-HOUR_MS, 0, HOUR_MS].map((shift) => bucketOf(nowMs + shift)));

/**
 * Looks first copies up in Postgres. Only an event of today can be the very record its caller is writing, so only those
 * are asked where in the topic they stand.
 */
export const findFirstCopies =
  (db: Queryable, now: () => number) =>
  async (ids: readonly EventId[]): Promise<FirstCopies> => {
    const buckets = await readBuckets(db, ids);
    const copies = new Map<EventId, FirstCopy>([...buckets.keys()].map((id) => [id, 'old']));
    const present = presentBuckets(now());
    for (const [bucket, found] of Map.groupBy(buckets, ([, of]) => of)) {
      if (!present.has(bucket)) continue;
      const sources = await readSources(
        db,
        bucket,
        found.map(([id]) => id),
      );
      for (const [id, source] of sources) copies.set(id, source);
    }
    return copies;
  };
