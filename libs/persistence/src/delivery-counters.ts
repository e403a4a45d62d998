import type { Bucket, DestinationId } from '@app/contracts';
import { quarterHourOf, slotOfBucket, type CounterChange } from './counters.js';

/** What counters count of a delivery: where it stands, and since when if it is settled (epoch ms). */
export interface CountedState {
  readonly status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
  readonly place: 'task' | 'tier' | 'here' | null;
  readonly settledAtMs: number | null;
}

/** The counters a delivery in this state stands in, each once. */
function countedIn(
  { status, place, settledAtMs }: CountedState,
  bucketSlotMs: number,
): [name: string, slotMs: number][] {
  return [
    [`rows.${status}`, bucketSlotMs],
    ...(place === null ? [] : [[`place.${place}`, bucketSlotMs] satisfies [string, number]]),
    ...(settledAtMs === null ? [] : [[`flow.${status}`, quarterHourOf(settledAtMs)] satisfies [string, number]]),
  ];
}

/**
 * What counters change by when `count` deliveries of one destination and bucket move from one state to another; `null` is
 * before they exist. `rows.`
 * and `place.` stand per bucket; `flow.` in the quarter of an hour a delivery was settled in, and is taken back when it is
 * opened again, so each counter equals a recount of the rows.
 */
export function deliveryCounters(
  destination: DestinationId,
  bucket: Bucket,
  from: CountedState | null,
  to: CountedState,
  count = 1,
): CounterChange[] {
  const slotMs = slotOfBucket(bucket);
  const change =
    (sign: 1 | -1) =>
    ([name, slot]: [string, number]) => ({
      scope: destination,
      name,
      slotMs: slot,
      value: sign * count,
    });
  return [...(from ? countedIn(from, slotMs) : []).map(change(-1)), ...countedIn(to, slotMs).map(change(1))];
}

/** Deliveries that moved together: how many, from which state to which. */
export interface Moved {
  readonly from: CountedState;
  readonly to: CountedState;
  readonly count: number;
}

/** What counters change by when deliveries of one destination and bucket move. */
export const movedCounters = (destination: DestinationId, bucket: Bucket, moved: readonly Moved[]): CounterChange[] =>
  moved.flatMap(({ from, to, count }) => deliveryCounters(destination, bucket, from, to, count));
