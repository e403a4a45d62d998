import { MAX_FINDINGS } from '@app/contracts';
import type { Bucket, DestinationId, DoorPartition, RecountedDay, SpaceId } from '@app/contracts';
import type { DayCounter, RecountedGroup } from '@app/persistence';

/** A partition with the offsets it passed and did not account for. Replayed ones were accounted for when they were new. */
export function balanceDoor(partition: Omit<DoorPartition, 'off'>): DoorPartition {
  const { first_offset, next_offset, fresh, duplicate, rejected, tombstones, skipped } = partition;
  return { ...partition, off: next_offset - first_offset - (fresh + duplicate + rejected + tombstones + skipped) };
}

/** Whose a destination is, and whether it is gone. */
export interface Owner {
  readonly space: SpaceId;
  readonly isDeleted: boolean;
}

/** What one moment shows of a day. */
export interface DaySums {
  readonly bucket: Bucket;
  readonly groups: readonly RecountedGroup[];
  readonly counters: readonly DayCounter[];
  readonly matched: readonly { readonly space: SpaceId; readonly matched: number }[];
  readonly owners: ReadonlyMap<DestinationId, Owner>;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const weighed = <Finding>(findings: readonly Finding[], offOf: (finding: Finding) => number) => ({
  off: sum(findings.map(offOf)),
  worst: findings.toSorted((a, b) => offOf(b) - offOf(a)).slice(0, MAX_FINDINGS),
});

/**
 * Holds a recount of a day against what was counted when its rows were made and moved. The rows behind `open` are yet to
 * be named.
 */
export function balanceDay(sums: DaySums, readAtMs: number): RecountedDay {
  const { bucket, groups, matched } = sums;
  const fanOut = weighed(fanOutFindings(sums), (one) => Math.abs(one.matched - one.rows));
  const delivery = weighed(counterFindings(sums), (one) => Math.abs(one.counted - one.recounted));
  const open = weighed(openFindings(sums), (one) => one.rows);
  return {
    bucket,
    read_at_ms: readAtMs,
    matched: sum(matched.map((one) => one.matched)),
    rows: sum(groups.map(({ count }) => count)),
    off: { fan_out: fanOut.off, delivery: delivery.off, open: open.off },
    fan_out: fanOut.worst,
    delivery: delivery.worst,
    open: open.worst,
  };
}

function fanOutFindings({ groups, matched }: DaySums): RecountedDay['fan_out'] {
  const found = new Map(matched.map((one) => [one.space, { space_id: one.space, matched: one.matched, rows: 0 }]));
  for (const { space, count } of groups) {
    const one = found.get(space) ?? { space_id: space, matched: 0, rows: 0 };
    found.set(space, { ...one, rows: one.rows + count });
  }
  return [...found.values()].filter((one) => one.matched !== one.rows);
}

function counterFindings({ groups, counters, owners }: DaySums): RecountedDay['delivery'] {
  const spaces = new Map([...owners].map(([destination, { space }]) => [destination, space]));
  for (const { destination, space } of groups) spaces.set(destination, space);
  const found = new Map<string, RecountedDay['delivery'][number]>();
  const note = (destination: DestinationId, counter: string, counted: number, recounted: number): void => {
    const space_id = spaces.get(destination) ?? null;
    const key = `${destination} ${counter}`;
    const one = found.get(key) ?? { space_id, destination_id: destination, counter, counted: 0, recounted: 0 };
    found.set(key, { ...one, counted: one.counted + counted, recounted: one.recounted + recounted });
  };
  for (const { destination, name, value } of counters) note(destination, name, value, 0);
  for (const { destination, status, place, count } of groups) {
    note(destination, `rows.${status}`, 0, count);
    if (place !== null) note(destination, `place.${place}`, 0, count);
  }
  return [...found.values()].filter((one) => one.counted !== one.recounted);
}

/** Deliveries whose status and place contradict each other, or that wait for a destination that is gone. */
const isForsaken = ({ status, place }: RecountedGroup, isDeleted: boolean): boolean =>
  (status === 'pending' || status === 'failed') !== (place !== null) || (isDeleted && place === 'here');

function openFindings({ groups, owners }: DaySums): RecountedDay['open'] {
  const found = new Map<DestinationId, RecountedDay['open'][number]>();
  for (const group of groups) {
    const { destination, space, count } = group;
    if (!isForsaken(group, owners.get(destination)?.isDeleted ?? false)) continue;
    const one = found.get(destination) ?? { space_id: space, destination_id: destination, rows: 0, event_ids: [] };
    found.set(destination, { ...one, rows: one.rows + count });
  }
  return [...found.values()];
}

/** How far the four sums are off over the whole report; each is 0 when nothing is missing. */
export function offBy(door: readonly DoorPartition[], days: readonly RecountedDay[]) {
  return {
    door: sum(door.map(({ off }) => Math.abs(off))),
    fan_out: sum(days.map(({ off }) => off.fan_out)),
    delivery: sum(days.map(({ off }) => off.delivery)),
    open: sum(days.map(({ off }) => off.open)),
  };
}
