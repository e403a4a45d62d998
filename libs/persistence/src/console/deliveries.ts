import type { Bucket, DeliveryId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable, Statement } from '../database.js';
import type { DeliveryFilter, DeliveryPage, ListedDelivery, DeliveryStatus } from './listed-delivery.js';

const COLUMNS = `o.bucket, o.event_id, o.inbox_id, o.destination_id, o.kind, o.canonical, o.event_name, o.currency, o.status,
  o.place, o.attempt_count, o.due_at, o.last_attempt_at, o.accepted_at, o.reason, o.detail, o.http_status`;

const MATCHES = `
  ($3::delivery_status[] is null or o.status = any($3::delivery_status[]))
  and ($4::canonical[] is null or o.canonical = any($4::canonical[]))
  and ($5::text[] is null or o.reason = any($5::text[]))
  and ($6::timestamptz is null or o.accepted_at >= $6::timestamptz)
  and ($7::timestamptz is null or o.accepted_at < $7::timestamptz)`;

const OPEN: readonly DeliveryStatus[] = ['pending', 'failed'];

/** Words the planner needs to see to use the index of open, or of failed, deliveries. */
function implied(statuses: readonly DeliveryStatus[] | null): string {
  if (statuses?.every((status) => OPEN.includes(status))) return 'and o.place is not null';
  return statuses?.every((status) => status === 'failed_permanently') ? `and o.status = 'failed_permanently'` : '';
}

const filterValues = (filter: DeliveryFilter): unknown[] => [
  filter.statuses,
  filter.canonicals,
  filter.reasons,
  timestamptz(filter.fromMs),
  timestamptz(filter.toMs),
];

/**
 * The statement behind `readDeliveriesOfDay`: a walk down each destination's index of time (or a look-up of ids) in one
 * day's partition, merged, and the events of what is left looked up by key.
 */
function deliveriesOfDay(filter: DeliveryFilter, page: DeliveryPage): Statement {
  const before = `($8::timestamptz is null or (o.accepted_at, o.event_id) < ($8::timestamptz, $9::uuid))`;
  const order = `order by o.accepted_at desc, o.event_id desc limit $10`;
  const where = `where o.bucket = $1 and ${MATCHES} ${implied(filter.statuses)} and ${before}`;
  const found = page.ids
    ? `select ${COLUMNS} from event_outbox o ${where} and o.destination_id = any($2::uuid[]) and o.event_id = any($11::uuid[])`
    : `select o.* from unnest($2::uuid[]) as wanted (id) cross join lateral (
         select ${COLUMNS} from event_outbox o ${where} and o.destination_id = wanted.id ${order}) o`;
  return {
    text: `with page as materialized (select * from (${found}) o ${order})
           select o.*, o.accepted_at::text as position, p.uid, p.eid, p.value::text as value, p.occurred_at
           from page o left join event_payloads p on p.bucket = $1 and p.inbox_id = o.inbox_id
           order by o.accepted_at desc, o.event_id desc`,
    values: [
      page.bucket,
      page.destinations,
      ...filterValues(filter),
      page.before?.acceptedAt ?? null,
      page.before?.eventId ?? null,
      page.limit,
      ...(page.ids ? [page.ids] : []),
    ],
  };
}

/** Deliveries of one day, newest first. */
export const readDeliveriesOfDay = (
  db: Queryable,
  filter: DeliveryFilter,
  page: DeliveryPage,
): Promise<ListedDelivery[]> => db.query<ListedDelivery>(deliveriesOfDay(filter, page));

/** Deliveries by the key of their rows. */
export interface DeliveryKeys {
  readonly buckets: readonly Bucket[];
  readonly ids: readonly DeliveryId[];
}

/** Counts deliveries that match, of whole days or of the keys given, at most `stopAt`. */
export async function countDeliveries(
  db: Queryable,
  filter: DeliveryFilter,
  among: { readonly days: readonly Bucket[] } | DeliveryKeys,
  stopAt: number,
): Promise<number> {
  const keyed = 'ids' in among;
  const days = keyed ? among.buckets : among.days;
  const [row] = await db.query<{ count: number }>({
    text: `select count(*) as count from (${matchingOf(days, keyed, implied(filter.statuses))} limit $8) matching`,
    values: [days, filter.destinations, ...filterValues(filter), stopAt, ...(keyed ? [among.ids] : [])],
  });
  return row?.count ?? 0;
}

/** Of a single day the planner sees one partition; several are pruned one by one while running. */
function matchingOf(days: readonly Bucket[], keyed: boolean, hint: string): string {
  const matches = `o.destination_id = any($2::uuid[]) and ${MATCHES} ${hint}`;
  if (keyed) {
    return `select from unnest($1::date[], $9::uuid[]) as asked (day, id) cross join lateral (
              select from event_outbox o where o.bucket = day and o.event_id = asked.id and ${matches}) found`;
  }
  return days.length === 1
    ? `select from event_outbox o where o.bucket = ($1::date[])[1] and ${matches}`
    : `select from unnest($1::date[]) as asked (day) cross join lateral (
         select from event_outbox o where o.bucket = day and ${matches}) found`;
}

/** In which days deliveries with these ids lie; only the days given are looked into. */
export const locateDeliveries = (
  db: Queryable,
  days: readonly Bucket[],
  ids: readonly DeliveryId[],
): Promise<{ bucket: Bucket; event_id: DeliveryId }[]> =>
  db.query({
    name: 'console.deliveries_locate',
    text: `select found.* from unnest($1::date[]) as asked (day) cross join lateral (
             select o.bucket, o.event_id from event_outbox o where o.bucket = day and o.event_id = any($2::uuid[])) found`,
    values: [days, ids],
  });
