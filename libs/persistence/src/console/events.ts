import type { Bucket, Canonical, DeliveryId, DestinationId, EventId, SpaceId } from '@app/contracts';
import { clickContextOf } from '../clicks/clicks.js';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** An event as it was stored. Times are epoch ms; `position` is `accepted_at` exactly. */
export interface ListedEvent {
  bucket: Bucket;
  inbox_id: EventId;
  canonical: Canonical;
  uid: string | null;
  eid: string | null;
  tg_id: string | null;
  value: string | null;
  currency: string | null;
  occurred_at: number;
  accepted_at: number;
  position: string;
  door: string;
}

const COLUMNS = `p.bucket, p.inbox_id, p.canonical, p.uid, p.eid, p.tg_id::text as tg_id, p.value::text as value, p.currency,
  p.occurred_at, p.accepted_at, p.accepted_at::text as position, p.door`;

/** Which events of a space; `null` = whatever. `from` inclusive, `to` exclusive, epoch ms. */
export interface EventFilter {
  space: SpaceId;
  uids: readonly string[] | null;
  eids: readonly string[] | null;
  tgIds: readonly string[] | null;
  fromMs: number | null;
  toMs: number | null;
}

export interface EventPage {
  /** Days looked into. */
  days: readonly Bucket[];
  before: { acceptedAt: string; inboxId: string } | null;
  limit: number;
}

const MATCHES = `p.space_id = $1
  and ($3::text[] is null or p.uid = any($3::text[]))
  and ($4::text[] is null or p.eid = any($4::text[]))
  and ($5::bigint[] is null or p.tg_id = any($5::bigint[]))
  and ($6::timestamptz is null or p.accepted_at >= $6::timestamptz)
  and ($7::timestamptz is null or p.accepted_at < $7::timestamptz)
  and ($8::timestamptz is null or (p.accepted_at, p.inbox_id) < ($8::timestamptz, $9::uuid))`;

/** Of a single day the planner sees one partition; several are pruned one by one while running. */
const eventsOf = (days: readonly Bucket[]): string =>
  days.length === 1
    ? `select ${COLUMNS} from event_payloads p where p.bucket = ($2::date[])[1] and ${MATCHES}
       order by p.accepted_at desc, p.inbox_id desc limit $10`
    : `select e.* from unnest($2::date[]) as asked (day) cross join lateral (
         select ${COLUMNS} from event_payloads p where p.bucket = day and ${MATCHES}
         order by p.accepted_at desc, p.inbox_id desc limit $10) e
       order by e.accepted_at desc, e.inbox_id desc limit $10`;

/** Events of a space, newest first. */
export const readEvents = (db: Queryable, filter: EventFilter, page: EventPage): Promise<ListedEvent[]> =>
  db.query<ListedEvent>({
    text: eventsOf(page.days),
    values: [
      filter.space,
      page.days,
      filter.uids,
      filter.eids,
      filter.tgIds,
      timestamptz(filter.fromMs),
      timestamptz(filter.toMs),
      page.before?.acceptedAt ?? null,
      page.before?.inboxId ?? null,
      page.limit,
    ],
  });

/** Every day that has a partition, newest first. */
export async function readKeptDays(db: Queryable): Promise<Bucket[]> {
  const rows = await db.query<{ day: Bucket }>({
    name: 'console.buckets',
    text: `select to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') as day from pg_inherits
            where inhparent = 'event_payloads'::regclass order by 1 desc`,
  });
  return rows.map((row) => row.day);
}

/** One event with all that is kept of it. `payload` and `click` are JSON bytes. */
export interface StoredEvent extends ListedEvent {
  /** Configuration revision it was given out by. */
  revision: number;
  source_partition: number;
  source_offset: number;
  payload: Buffer;
  click: Buffer | null;
  /** The click as it is known now, `null` for none: of its uid, or the newest of its Telegram user. */
  present_click: Buffer | null;
  /** First of its canonical for its uid; an event without uid counts as first. */
  first: boolean;
}

interface PresentClick {
  present_fields: Buffer | null;
  present_tg_id: string | null;
}

/** One event of a space; `null` when there is none, or its payload has expired. */
export async function readEvent(db: Queryable, space: SpaceId, id: EventId): Promise<StoredEvent | null> {
  const [kept] = await db.query<{ bucket: Bucket; revision: number }>({
    name: 'console.event_locate',
    text: 'select bucket, revision from event_inbox where inbox_id = $1',
    values: [id],
  });
  if (!kept) return null;
  const [row] = await db.query<Omit<StoredEvent, 'present_click'> & PresentClick>({
    name: 'console.event_read',
    text: `select ${COLUMNS}, $4::bigint as revision, p.source_partition, p.source_offset, p.payload, p.click,
                  c.fields as present_fields, c.tg_id::text as present_tg_id,
                  p.uid is null or exists (
                    select from firsts f where f.space_id = p.space_id and f.uid = p.uid and f.canonical = p.canonical
                      and f.inbox_id = p.inbox_id) as first
           from event_payloads p
           left join lateral (
             select fields, tg_id from clicks
             where space_id = p.space_id and (uid = p.uid or (p.uid is null and tg_id = p.tg_id))
             order by clicked_at desc, uid limit 1) c on true
           where p.bucket = $1 and p.inbox_id = $2 and p.space_id = $3`,
    values: [kept.bucket, id, space, kept.revision],
  });
  if (!row) return null;
  const { present_fields: fields, present_tg_id: tgId, ...event } = row;
  const present = fields === null ? null : Buffer.from(JSON.stringify(clickContextOf({ fields, tgId })));
  return { ...event, present_click: present };
}

/** What became of deliveries with these ids, all of one day. */
export interface DeliveryFate {
  event_id: DeliveryId;
  destination_id: DestinationId;
  event_name: string;
  status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
  reason: string | null;
  detail: string | null;
  attempt_count: number;
  last_attempt_at: number | null;
  due_at: number | null;
}

export const readFates = (db: Queryable, bucket: Bucket, ids: readonly DeliveryId[]): Promise<DeliveryFate[]> =>
  db.query<DeliveryFate>({
    name: 'console.event_fates',
    text: `select event_id, destination_id, event_name, status, reason, detail, attempt_count, last_attempt_at, due_at
           from event_outbox where bucket = $1 and event_id = any($2::uuid[])`,
    values: [bucket, ids],
  });
