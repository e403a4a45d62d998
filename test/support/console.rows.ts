import { randomUUID } from 'node:crypto';
import { bucketOf, deliveryId, destinationId, eventId, spaceId, type Canonical } from '@app/contracts';
import type { DestinationId, EventId, Reason, SpaceId } from '@app/contracts';
import { deliveryIdOf } from '@app/identity';
import {
  addCounters,
  quarterHourOf,
  slotOfBucket,
  timestamptz,
  type Database,
  type DeliveryStatus,
} from '@app/persistence';

/** An event that was stored; times are epoch ms. */
export interface GivenEvent {
  readonly id: EventId;
  readonly space: SpaceId;
  readonly canonical: Canonical;
  readonly acceptedAt: number;
}

/** Stores an event as intake would have. */
export async function storeEvent(
  database: Database,
  space: string,
  given: {
    canonical?: Canonical;
    uid?: string | null;
    eid?: string | null;
    tgId?: string | null;
    value?: string | null;
    acceptedAt?: number;
    revision?: number;
    click?: object | null;
    payload?: object;
  } = {},
): Promise<GivenEvent> {
  const { canonical = 'deposit', uid = null, eid = null, tgId = null, value = null, click = null } = given;
  const { acceptedAt = Date.now(), revision = 1_000_000, payload = { event: canonical } } = given;
  const id = eventId.parse(randomUUID());
  const values = [id, bucketOf(acceptedAt)];
  await database.query({
    text: 'insert into event_inbox (inbox_id, bucket, revision) values ($1, $2, $3)',
    values: [...values, revision],
  });
  await database.query({
    text: `insert into event_payloads (inbox_id, bucket, space_id, canonical, uid, eid, tg_id, value, currency, occurred_at,
             accepted_at, door, source_partition, source_offset, payload, click)
           values ($1, $2, $3, $4, $5, $6, $7, $8, case when $8::numeric is null then null else 'USD' end, $9, $9, 'http', 3, 7, $10, $11)`,
    values: [
      ...values,
      space,
      canonical,
      uid,
      eid,
      tgId,
      value,
      timestamptz(acceptedAt),
      Buffer.from(JSON.stringify(payload)),
      click && Buffer.from(JSON.stringify(click)),
    ],
  });
  return { id, space: spaceId.parse(space), canonical, acceptedAt };
}

/** Stores a delivery of an event as it would stand after what is given, with its counters. */
export async function storeDelivery(
  database: Database,
  event: GivenEvent,
  destination: string,
  given: {
    status?: DeliveryStatus;
    place?: 'task' | 'tier' | 'here' | null;
    reason?: Reason | null;
    attempts?: number;
    dueAt?: number | null;
    settledAt?: number;
  } = {},
) {
  const { status = 'sent', reason = null, dueAt = null, settledAt = event.acceptedAt } = given;
  const open = status === 'pending' || status === 'failed';
  const place = given.place === undefined ? (open ? 'here' : null) : given.place;
  const attempts = given.attempts ?? (status === 'pending' ? 0 : 1);
  const to: DestinationId = destinationId.parse(destination);
  const id = deliveryId.parse(deliveryIdOf(event.id, to));
  const bucket = bucketOf(event.acceptedAt);
  await database.query({
    text: `insert into event_outbox (bucket, event_id, inbox_id, space_id, destination_id, kind, canonical, event_name, currency,
             status, place, dispatch, attempt_count, due_at, placed_at, source_partition, source_offset, revision, accepted_at,
             born_at, paused_base_ms, last_attempt_at, settled_at, reason, http_status)
           values ($1, $2, $3, $4, $5, 'webhook', $6::canonical, $6::text, 'USD', $7, $8, 1, $9, $10, now(), 0, 0, 1, $11, $11, 0, $12, $13, $14::text,
             case when $14::text = 'http_status' then 500 end)`,
    values: [
      bucket,
      id,
      event.id,
      event.space,
      to,
      event.canonical,
      status,
      place,
      attempts,
      timestamptz(dueAt),
      timestamptz(event.acceptedAt),
      attempts > 0 ? timestamptz(event.acceptedAt) : null,
      open ? null : timestamptz(settledAt),
      reason,
    ],
  });
  const at = { scope: to, slotMs: slotOfBucket(bucket), value: 1 };
  await addCounters(database, 0, [
    { ...at, name: `rows.${status}` },
    ...(place === null ? [] : [{ ...at, name: `place.${place}` }]),
    ...(open ? [] : [{ ...at, name: `flow.${status}`, slotMs: quarterHourOf(settledAt) }]),
  ]);
  return { id, bucket };
}

/** Counters of a destination by name, summed. */
export async function countersOf(database: Database, scope: string): Promise<Record<string, number>> {
  const rows = await database.query<{ name: string; value: number }>({
    text: 'select name, sum(value)::bigint as value from counters where scope = $1 group by name having sum(value) <> 0',
    values: [scope],
  });
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
