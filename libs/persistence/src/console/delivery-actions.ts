import type { Bucket, DeliveryId, DestinationId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { CountedState, Moved } from '../delivery-counters.js';

/** A delivery locked for a change: what counters count of it, and whether its payload is still kept. */
export interface ActedDelivery extends CountedState {
  readonly payloadKept: boolean;
}

/** Locks one delivery until the transaction ends; `null` when there is none. */
export async function lockDelivery(tx: Queryable, bucket: Bucket, id: DeliveryId): Promise<ActedDelivery | null> {
  const rows = await tx.query<ActedDelivery & Record<string, unknown>>({
    name: 'console.delivery_lock',
    text: `select o.status, o.place, o.settled_at as "settledAtMs",
                  exists (select from event_payloads p where p.bucket = $1 and p.inbox_id = o.inbox_id) as "payloadKept"
             from event_outbox o where o.bucket = $1 and o.event_id = $2 for update`,
    values: [bucket, id],
  });
  return rows[0] ?? null;
}

/** Settles a locked delivery as discarded; whatever of it is under way is superseded. */
export async function discardDelivery(tx: Queryable, bucket: Bucket, id: DeliveryId): Promise<CountedState> {
  const [row] = await tx.query<{ settled_at: number }>({
    name: 'console.delivery_discard',
    text: `update event_outbox
              set status = 'discarded', place = null, dispatch = dispatch + 1, due_at = null, tier = null, settled_at = now(),
                  reason = 'discarded', detail = null
            where bucket = $1 and event_id = $2 returning settled_at`,
    values: [bucket, id],
  });
  return { status: 'discarded', place: null, settledAtMs: row?.settled_at ?? null };
}

/**
 * Discards up to `limit` open deliveries of a destination that was deleted, of one day, in id order. Answers what was
 * actually replaced, for the counters.
 */
export async function discardOpen(
  tx: Queryable,
  destination: DestinationId,
  bucket: Bucket,
  limit: number,
): Promise<Moved[]> {
  const rows = await tx.query<Pick<CountedState, 'status' | 'place'> & { settled_at: number; count: number }>({
    name: 'console.deliveries_discard',
    text: `with picked as (
             select event_id from event_outbox where bucket = $1 and destination_id = $2 and place is not null
              order by event_id limit $3 for update
           ), settled as (
             update event_outbox o
                set status = 'discarded', place = null, dispatch = o.dispatch + 1, due_at = null, tier = null,
                    settled_at = now(), reason = 'destination_deleted', detail = null
               from picked where o.bucket = $1 and o.event_id = picked.event_id
             returning old.status, old.place, new.settled_at
           )
           select status, place, settled_at, count(*) as count from settled group by 1, 2, 3`,
    values: [bucket, destination, limit],
  });
  return rows.map(({ status, place, settled_at, count }) => ({
    from: { status, place, settledAtMs: null },
    to: { status: 'discarded', place: null, settledAtMs: settled_at },
    count,
  }));
}
