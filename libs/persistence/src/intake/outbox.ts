import type { Bucket, DeliveryId, DestinationId, EventId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { DeliveryRow } from './intake.rows.js';

const INSERT = `
  insert into event_outbox (bucket, event_id, inbox_id, space_id, destination_id, kind, canonical, event_name, currency,
                            status, place, dispatch, placed_at, source_partition, source_offset, revision, accepted_at,
                            born_at, paused_base_ms, job_id)
  select bucket, event_id, inbox_id, space_id, destination_id, kind::destination_kind, canonical::canonical, event_name,
         currency, 'pending', place::delivery_place, 1, now(), part, off, revision,
         to_timestamp(accepted_ms / 1000.0), to_timestamp(born_ms / 1000.0), paused_base_ms, $17::uuid
  from unnest($1::date[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::int[], $12::bigint[], $13::bigint[], $14::double precision[],
              $15::double precision[], $16::bigint[])
       as d (bucket, event_id, inbox_id, space_id, destination_id, kind, canonical, event_name, currency, place, part,
             off, revision, accepted_ms, born_ms, paused_base_ms)`;

function insertValues(deliveries: readonly DeliveryRow[], jobId: string | null): unknown[] {
  const column = <T>(pick: (delivery: DeliveryRow) => T): T[] => deliveries.map(pick);
  return [
    column((delivery) => delivery.bucket),
    column((delivery) => delivery.eventId),
    column((delivery) => delivery.inboxId),
    column((delivery) => delivery.spaceId),
    column((delivery) => delivery.destinationId),
    column((delivery) => delivery.kind),
    column((delivery) => delivery.canonical),
    column((delivery) => delivery.eventName),
    column((delivery) => delivery.currency),
    column((delivery) => delivery.place),
    column((delivery) => delivery.partition),
    column((delivery) => delivery.offset),
    column((delivery) => delivery.revision),
    column((delivery) => delivery.acceptedAtMs),
    column((delivery) => delivery.bornAtMs),
    column((delivery) => delivery.pausedBaseMs),
    jobId,
  ];
}

/** Creates deliveries: `pending`, first dispatch, no attempt burned. */
export async function insertDeliveries(tx: Queryable, deliveries: readonly DeliveryRow[]): Promise<void> {
  await tx.query({ name: 'outbox_insert', text: INSERT, values: insertValues(deliveries, null) });
}

/** The same for a job, leaving alone those that exist. Answers which were created. */
export async function insertMissingDeliveries(
  tx: Queryable,
  deliveries: readonly DeliveryRow[],
  jobId: string,
): Promise<ReadonlySet<DeliveryId>> {
  const rows = await tx.query<{ event_id: DeliveryId }>({
    name: 'outbox_insert_missing',
    text: `${INSERT} order by event_id on conflict do nothing returning event_id`,
    values: insertValues(deliveries, jobId),
  });
  return new Set(rows.map(({ event_id }) => event_id));
}

/** What a destination's row of `destination_states` and its window allow at this moment. */
export interface Room {
  state: 'active' | 'held' | 'paused';
  heldUntilMs: number | null;
  windowSize: number;
  /** Tasks in its main topic without an outcome yet. */
  inMain: number;
}

/** How full each destination's window is. Destinations without a state yet are active with the first window. */
export async function readRooms(
  tx: Queryable,
  destinations: readonly DestinationId[],
): Promise<Map<DestinationId, Room>> {
  const rows = await tx.query<{
    id: DestinationId;
    state: Room['state'];
    held_until_ms: number | null;
    window_size: number;
    in_main: number;
  }>({
    name: 'rooms_read',
    text: `select given.id, coalesce(s.state, 'active') as state,
                  s.held_until as held_until_ms,
                  coalesce(s.window_size, 1000) as window_size,
                  coalesce((select sum(c.value) from counters c where c.scope = given.id and c.name = 'place.task'), 0)::bigint
                    as in_main
           from unnest($1::uuid[]) as given (id) left join destination_states s on s.destination_id = given.id`,
    values: [destinations],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      { state: row.state, heldUntilMs: row.held_until_ms, windowSize: row.window_size, inMain: row.in_main },
    ]),
  );
}

/**
 * Of deliveries whose event was stored before: those still in Kafka's hands that nobody has attempted yet. Only these
 * may be emitted again by a replay, so that no rewind can redeliver history.
 */
export async function readUntouched(
  tx: Queryable,
  bucket: Bucket,
  eventIds: readonly DeliveryId[],
): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>({
    name: 'outbox_untouched',
    text: `select bucket, event_id as "eventId", inbox_id as "inboxId", space_id as "spaceId", destination_id as "destinationId",
                  kind, canonical, event_name as "eventName", currency, place, source_partition as partition,
                  source_offset as "offset", revision, accepted_at as "acceptedAtMs", born_at as "bornAtMs",
                  paused_base_ms as "pausedBaseMs"
           from event_outbox
           where bucket = $1 and event_id = any($2::uuid[]) and place = 'task' and dispatch = 1 and attempt_count = 0`,
    values: [bucket, eventIds],
  });
}

/** The buckets of events stored before. */
export async function readBuckets(tx: Queryable, inboxIds: readonly EventId[]): Promise<Map<EventId, Bucket>> {
  const rows = await tx.query<{ inbox_id: EventId; bucket: Bucket }>({
    name: 'inbox_buckets',
    text: 'select inbox_id, bucket from event_inbox where inbox_id = any($1::uuid[])',
    values: [inboxIds],
  });
  return new Map(rows.map((row) => [row.inbox_id, row.bucket]));
}
