import type { Bucket, EventId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** Where in `events` the first copy of an event stands. */
export interface EventSource {
  readonly partition: number;
  readonly offset: number;
}

/** The sources of those of these events whose payload lies in this bucket. */
export async function readSources(
  db: Queryable,
  bucket: Bucket,
  inboxIds: readonly EventId[],
): Promise<Map<EventId, EventSource>> {
  const rows = await db.query<{ inbox_id: EventId; source_partition: number; source_offset: number }>({
    name: 'payload_sources',
    text: `select inbox_id, source_partition, source_offset from event_payloads
            where bucket = $1 and inbox_id = any($2::uuid[])`,
    values: [bucket, inboxIds],
  });
  return new Map(
    rows.map(({ inbox_id: id, source_partition: partition, source_offset: offset }) => [id, { partition, offset }]),
  );
}

/** The clicks, as JSON, that those of these events were joined with whose payload lies in this bucket. */
export async function readKeptClicks(
  db: Queryable,
  bucket: Bucket,
  inboxIds: readonly EventId[],
): Promise<Map<EventId, Buffer>> {
  const rows = await db.query<{ inbox_id: EventId; click: Buffer }>({
    name: 'payload_clicks',
    text: `select inbox_id, click from event_payloads
            where bucket = $1 and inbox_id = any($2::uuid[]) and click is not null`,
    values: [bucket, inboxIds],
  });
  return new Map(rows.map(({ inbox_id, click }) => [inbox_id, click]));
}
