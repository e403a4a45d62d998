import type { Bucket, DestinationId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** Deliveries of a destination that should be in Kafka, by bucket. */
export interface Placed {
  destinationId: DestinationId;
  bucket: Bucket;
}

/** Where deliveries lie that should be in Kafka, from counters. */
export async function readPlaced(tx: Queryable, place: 'task' | 'tier'): Promise<Placed[]> {
  return tx.query<{ destinationId: DestinationId; bucket: Bucket }>({
    name: 'placed_read',
    text: `select scope as "destinationId", (slot at time zone 'UTC')::date as bucket
           from counters where name = $1 group by scope, slot having sum(value) > 0`,
    values: [`place.${place}`],
  });
}

/** The database's clock, epoch ms: the one that `placed_at` is written by. */
export async function readNow(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ now: number }>({ name: 'now_read', text: 'select now() as now' });
  if (!row) throw new Error('select now() gave no row');
  return row.now;
}

/** Which rows to return: those of one bucket whose trial has ended without an outcome. */
export interface LostRows {
  bucket: Bucket;
  destinations: readonly DestinationId[];
  place: 'task' | 'tier';
  /** Topic of the tier, for `tier`. */
  tier: string | null;
  placedBeforeMs: number;
  /** Fanout's commit on `events` when the trial began, by partition: a first task lies beyond it until it is produced. */
  produced: readonly number[];
  limit: number;
}

/**
 * Puts lost deliveries back into the outbox with a raised dispatch, and counts them by destination. A lost retry keeps
 * its due time.
 */
export async function returnLost(
  tx: Queryable,
  lost: LostRows,
): Promise<{ destination_id: DestinationId; count: number }[]> {
  return tx.query({
    name: 'lost_return',
    text: `with locked as (
             select event_id from event_outbox
             where bucket = $1 and destination_id = any($2::uuid[]) and place = $3::delivery_place
               and ($4::text is null or tier = $4) and placed_at < to_timestamp($5 / 1000.0)
               and (dispatch > 1 or attempt_count > 0 or source_offset < coalesce(($6::bigint[])[source_partition + 1], 0))
             order by event_id limit $7 for update skip locked
           ), moved as (
             update event_outbox o set place = 'here', dispatch = o.dispatch + 1, placed_at = now()
             from locked where o.bucket = $1 and o.event_id = locked.event_id
             returning o.destination_id
           )
           select destination_id, count(*)::bigint as count from moved group by destination_id`,
    values: [lost.bucket, lost.destinations, lost.place, lost.tier, lost.placedBeforeMs, lost.produced, lost.limit],
  });
}
