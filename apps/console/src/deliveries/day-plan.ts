import { bucketOf, type Bucket, type DeliveryId, type DestinationId } from '@app/contracts';
import type { DeliveryDay } from '@app/persistence';

/** One day to look into, the destinations that have something there, and how many rows that is by counters. */
export interface DayPlan {
  readonly bucket: Bucket;
  readonly destinations: readonly DestinationId[];
  /** Only these deliveries; `null` = all. */
  readonly ids: readonly DeliveryId[] | null;
  readonly count: number;
  /** The whole day lies between `from` and `to`. */
  readonly whole: boolean;
}

/** Bounds in epoch ms, `from` inclusive, `to` exclusive; `null` = open. */
export interface Period {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const DAY_MS = 86_400_000;

/**
 * The days a list has to look into, newest first: those with something for it, within the period, not after `notAfter`,
 * and, where ids are given by day, only days that have some.
 */
export function planDays(
  days: readonly DeliveryDay[],
  { fromMs, toMs }: Period,
  idsByDay: ReadonlyMap<Bucket, readonly DeliveryId[]> | null,
  notAfter: Bucket | null = null,
): DayPlan[] {
  const first = fromMs === null ? null : bucketOf(fromMs);
  const last = toMs === null ? null : bucketOf(toMs - 1);
  const wanted = days.filter(
    ({ bucket }) =>
      (first === null || bucket >= first) &&
      (last === null || bucket <= last) &&
      (notAfter === null || bucket <= notAfter) &&
      (idsByDay === null || idsByDay.has(bucket)),
  );
  return [...Map.groupBy(wanted, (day) => day.bucket)]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([bucket, group]) => ({
      bucket,
      destinations: group.map((day) => day.destination_id),
      ids: idsByDay?.get(bucket) ?? null,
      count: group.reduce((sum, day) => sum + day.count, 0),
      whole:
        (fromMs === null || fromMs <= Date.parse(bucket)) && (toMs === null || toMs >= Date.parse(bucket) + DAY_MS),
    }));
}
