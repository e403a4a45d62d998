import type { Bucket, Canonical, DeliveryId, DestinationId, EventId, Kind, SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** How many deliveries of a destination wait in the outbox, by bucket. */
export interface Waiting {
  destinationId: DestinationId;
  bucket: Bucket;
  count: number;
}

/** Every destination with deliveries that are `here`, from counters: the same cost at ten rows and at a billion. */
export async function readWaiting(tx: Queryable): Promise<Waiting[]> {
  return tx.query<Waiting>({
    name: 'waiting_read',
    text: `select scope as "destinationId", (slot at time zone 'UTC')::date as bucket, sum(value)::bigint as count
           from counters where name = 'place.here' group by scope, slot having sum(value) > 0 order by slot`,
    values: [],
  });
}

/** A delivery taken out of the outbox, with all a task needs. Times are epoch ms. */
export interface TakenDelivery {
  bucket: Bucket;
  event_id: DeliveryId;
  inbox_id: EventId;
  space_id: SpaceId;
  destination_id: DestinationId;
  kind: Kind;
  canonical: Canonical;
  event_name: string;
  currency: string | null;
  dispatch: number;
  attempt_count: number;
  attempt_base: number;
  born_ms: number;
  paused_base_ms: number;
  accepted_ms: number;
  occurred_ms: number;
  uid: string | null;
  eid: string | null;
  tg_id: string | null;
  payload: Buffer;
  click: Buffer | null;
}

/** Which rows of one destination and bucket to take: at most `limit`, and only those born before `bornBeforeMs` if given. */
export interface Take {
  destinationId: DestinationId;
  bucket: Bucket;
  limit: number;
  bornBeforeMs?: number;
}

/**
 * Puts due deliveries back into Kafka's hands (`place = task`) and returns them; whoever calls commits and then produces
 * their tasks. Rows that another transaction has locked are left for the next round. The dispatch was raised when the
 * row became `here`, so what is emitted now supersedes everything older.
 */
export async function takeWaiting(tx: Queryable, take: Take): Promise<TakenDelivery[]> {
  return tx.query<TakenDelivery>({
    name: 'waiting_take',
    text: `with picked as (
             select event_id from event_outbox
             where bucket = $1 and destination_id = $2 and place = 'here' and (due_at is null or due_at <= now())
               and ($4::double precision is null or born_at < to_timestamp($4 / 1000.0))
             order by due_at nulls first limit $3 for update skip locked
           ), taken as (
             update event_outbox o set place = 'task', placed_at = now(), due_at = null
             from picked where o.bucket = $1 and o.event_id = picked.event_id
             returning o.*
           )
           select t.bucket, t.event_id, t.inbox_id, t.space_id, t.destination_id, t.kind, t.canonical, t.event_name, t.currency,
                  t.dispatch, t.attempt_count, t.attempt_base, t.paused_base_ms,
                  t.born_at as born_ms,
                  t.accepted_at as accepted_ms,
                  p.occurred_at as occurred_ms,
                  p.uid, p.eid, p.tg_id::text as tg_id, p.payload, p.click
           from taken t join event_payloads p on p.bucket = $1 and p.inbox_id = t.inbox_id`,
    values: [take.bucket, take.destinationId, take.limit, take.bornBeforeMs ?? null],
  });
}

/** Rows by destination that changed place, for the counters. */
export interface Returned {
  destination_id: DestinationId;
  count: number;
}

/**
 * Tasks Kafka did not take become `here` again with a raised dispatch: had one been stored after all, it is superseded.
 * Rows that an outcome has changed meanwhile are left as they are.
 */
export async function returnUnproduced(
  tx: Queryable,
  bucket: Bucket,
  tasks: readonly { eventId: DeliveryId; dispatch: number }[],
): Promise<Returned[]> {
  return tx.query<Returned>({
    name: 'waiting_return',
    text: `with locked as (
             select o.event_id from event_outbox o
             join unnest($2::uuid[], $3::int[]) as given (event_id, dispatch)
               on o.event_id = given.event_id and o.dispatch = given.dispatch
             where o.bucket = $1 and o.event_id = any($2::uuid[]) and o.place = 'task'
             order by o.event_id for update of o
           ), moved as (
             update event_outbox o set place = 'here', dispatch = o.dispatch + 1, due_at = null, placed_at = now()
             from locked where o.bucket = $1 and o.event_id = locked.event_id
             returning o.destination_id
           )
           select destination_id, count(*)::bigint as count from moved group by destination_id`,
    values: [bucket, tasks.map((task) => task.eventId), tasks.map((task) => task.dispatch)],
  });
}
