import type { EventId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { EventRow } from './intake.rows.js';

const byId = (a: EventRow, b: EventRow): number => (a.inboxId < b.inboxId ? -1 : 1);

/**
 * Decides once and for all which events are new: the ids returned were not known before. Rows go in id order, so that
 * two processes with the same events in hand cannot wait for each other in a circle.
 */
export async function insertInbox(tx: Queryable, events: readonly EventRow[], revision: number): Promise<Set<EventId>> {
  const ordered = events.toSorted(byId);
  const rows = await tx.query<{ inbox_id: EventId }>({
    name: 'inbox_insert',
    text: `insert into event_inbox (inbox_id, bucket, revision)
           select id, bucket, $3 from unnest($1::uuid[], $2::date[]) as given (id, bucket)
           on conflict do nothing returning inbox_id`,
    values: [ordered.map((event) => event.inboxId), ordered.map((event) => event.bucket), revision],
  });
  return new Set(rows.map((row) => row.inbox_id));
}

/** Stores what the events said, and of those with a click the bytes of that. */
export async function insertPayloads(
  tx: Queryable,
  events: readonly EventRow[],
  clicks: ReadonlyMap<EventId, Buffer> = new Map(),
): Promise<void> {
  const column = <T>(pick: (event: EventRow) => T): T[] => events.map(pick);
  await tx.query({
    name: 'payload_insert',
    text: `insert into event_payloads (bucket, inbox_id, space_id, canonical, uid, eid, tg_id, value, currency, occurred_at,
                                       accepted_at, door, source_partition, source_offset, payload, click)
           select bucket, inbox_id, space_id, canonical::canonical, uid, eid, tg_id, value, currency,
                  to_timestamp(occurred_ms / 1000.0), to_timestamp(accepted_ms / 1000.0), door, part, off, payload, click
           from unnest($1::date[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::numeric[],
                       $9::text[], $10::double precision[], $11::double precision[], $12::text[], $13::int[], $14::bigint[],
                       $15::bytea[], $16::bytea[])
                as e (bucket, inbox_id, space_id, canonical, uid, eid, tg_id, value, currency, occurred_ms, accepted_ms, door,
                      part, off, payload, click)`,
    values: [
      column((event) => event.bucket),
      column((event) => event.inboxId),
      column((event) => event.spaceId),
      column((event) => event.canonical),
      column((event) => event.uid),
      column((event) => event.eid),
      column((event) => event.tgId),
      column((event) => event.value),
      column((event) => event.currency),
      column((event) => event.occurredAtMs),
      column((event) => event.acceptedAtMs),
      column((event) => event.door),
      column((event) => event.partition),
      column((event) => event.offset),
      column((event) => event.payload),
      column((event) => clicks.get(event.inboxId) ?? null),
    ],
  });
}

/**
 * Of new events with a uid: those that are the first of their canonical for that uid. Of several in one call the first
 * in the list is. Rows go in key order for the same reason as in the inbox.
 */
export async function claimFirsts(tx: Queryable, events: readonly EventRow[]): Promise<Set<EventId>> {
  const candidates = new Map<string, EventRow>();
  for (const event of events) {
    const key = `${event.spaceId}\0${event.canonical}\0${event.uid}`;
    if (event.uid !== null && !candidates.has(key)) candidates.set(key, event);
  }
  if (candidates.size === 0) return new Set();
  const ordered = [...candidates].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
  const rows = await tx.query<{ inbox_id: EventId }>({
    name: 'firsts_claim',
    text: `insert into firsts (space_id, uid, canonical, inbox_id, occurred_at)
           select space_id, uid, canonical::canonical, inbox_id, to_timestamp(occurred_ms / 1000.0)
           from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::double precision[])
                as given (space_id, uid, canonical, inbox_id, occurred_ms)
           on conflict do nothing returning inbox_id`,
    values: [
      ordered.map((event) => event.spaceId),
      ordered.map((event) => event.uid),
      ordered.map((event) => event.canonical),
      ordered.map((event) => event.inboxId),
      ordered.map((event) => event.occurredAtMs),
    ],
  });
  return new Set(rows.map((row) => row.inbox_id));
}
