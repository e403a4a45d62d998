import type { Bucket, DeliveryId, DestinationId, DoorPartition, SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import { slotOfBucket } from '../counters.js';
import type { Queryable } from '../database.js';
import type { CountedState } from '../delivery-counters.js';

const DAY_MS = 86_400_000;

/** Makes every statement of the transaction see one moment. Must be its first statement. */
export async function seeOneMoment(tx: Queryable): Promise<void> {
  await tx.query({ text: 'set transaction isolation level repeatable read' });
}

/** How far each partition of a topic was read, and what its offsets were. */
export const readDoor = (tx: Queryable, topic: string): Promise<Omit<DoorPartition, 'off'>[]> =>
  tx.query<Omit<DoorPartition, 'off'> & Record<string, unknown>>({
    name: 'ledger.door',
    text: `select partition, first_offset, next_offset, fresh, duplicate, replayed, rejected, tombstones, skipped
             from hop_progress where topic = $1 order by partition`,
    values: [topic],
  });

/** Deliveries of one day that stand alike. */
export interface RecountedGroup extends Pick<CountedState, 'status' | 'place'> {
  readonly space: SpaceId;
  readonly destination: DestinationId;
  readonly count: number;
}

/** Recounts the deliveries of a day, row by row. */
export const recountDay = (tx: Queryable, bucket: Bucket): Promise<RecountedGroup[]> =>
  tx.query<RecountedGroup & Record<string, unknown>>({
    name: 'ledger.recount',
    text: `select space_id as space, destination_id as destination, status, place, count(*) as count
             from event_outbox where bucket = $1 group by 1, 2, 3, 4`,
    values: [bucket],
  });

/** What the counters of one destination say of a day: `rows.…` and `place.…`. */
export interface DayCounter {
  readonly destination: DestinationId;
  readonly name: string;
  readonly value: number;
}

const dayOf = (bucket: Bucket): string[] => [
  timestamptz(slotOfBucket(bucket)),
  timestamptz(slotOfBucket(bucket) + DAY_MS),
];

export const readDayCounters = (tx: Queryable, bucket: Bucket): Promise<DayCounter[]> =>
  tx.query<DayCounter & Record<string, unknown>>({
    name: 'ledger.counters',
    text: `select scope as destination, name, sum(value)::bigint as value from counters
            where slot >= $1 and slot < $2 and (name like 'rows.%' or name like 'place.%')
            group by scope, name having sum(value) <> 0`,
    values: dayOf(bucket),
  });

/** How many deliveries the events of a day were matched to, by space, as counted when they were. */
export const readMatched = (tx: Queryable, bucket: Bucket): Promise<{ space: SpaceId; matched: number }[]> =>
  tx.query({
    name: 'ledger.matched',
    text: `select scope as space, sum(value)::bigint as matched from counters
            where slot >= $1 and slot < $2 and name = 'flow.deliveries' group by scope`,
    values: dayOf(bucket),
  });

/** Which space each destination belongs to, and whether it is deleted. */
export const readOwners = (
  tx: Queryable,
): Promise<{ destination: DestinationId; space: SpaceId; is_deleted: boolean }[]> =>
  tx.query({
    name: 'ledger.owners',
    text: `select id as destination, space_id as space, deleted_at is not null as is_deleted from destinations`,
  });

/** Some open deliveries of a destination that nobody is working on, or settled ones that somebody is. */
export async function readForsaken(
  tx: Queryable,
  bucket: Bucket,
  destination: DestinationId,
  isDeleted: boolean,
  limit: number,
): Promise<DeliveryId[]> {
  const rows = await tx.query<{ event_id: DeliveryId }>({
    name: 'ledger.forsaken',
    text: `select event_id from event_outbox
            where bucket = $1 and destination_id = $2
              and ((status in ('pending', 'failed')) <> (place is not null) or ($3 and place = 'here'))
            order by event_id limit $4`,
    values: [bucket, destination, isDeleted, limit],
  });
  return rows.map(({ event_id }) => event_id);
}
