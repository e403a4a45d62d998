import type { Bucket, DeliveryId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable, Statement } from '../database.js';
import type { DeliveryFilter, DeliveryPage, ListedDelivery, DeliveryStatus } from './listed-delivery.js';

const COLUMNS = `o.bucket, o.event_id, o.inbox_id, o.destination_id, o.kind, o.canonical, o.event_name, o.currency, o.status,
  o.place, o.attempt_count, o.due_at, o.last_attempt_at, o.accepted_at, o.reason, o.detail, o.http_status`;

const CONDITIONS = `
  o.bucket = $1
  and ($3::delivery_status[] is null or o.status = any($3::delivery_status[]))
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
export function deliveriesOfDay(filter: DeliveryFilter, page: DeliveryPage): Statement {
  const before = `($8::timestamptz is null or (o.accepted_at, o.event_id) < ($8::timestamptz, $9::uuid))`;
  const order = `order by o.accepted_at desc, o.event_id desc limit $10`;
  const where = `where ${CONDITIONS} ${implied(filter.statuses)} and ${before}`;
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

/** Counts deliveries of one day that match, at most `stopAt`. */
export async function countDeliveriesOfDay(
  db: Queryable,
  filter: DeliveryFilter,
  page: { bucket: Bucket; destinations: DeliveryFilter['destinations']; ids: readonly DeliveryId[] | null },
  stopAt: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    text: `select count(*) as count from (
             select from event_outbox o where ${CONDITIONS} ${implied(filter.statuses)}
               and o.destination_id = any($2::uuid[]) and ($9::uuid[] is null or o.event_id = any($9::uuid[]))
             limit $8) matching`,
    values: [page.bucket, page.destinations, ...filterValues(filter), stopAt, page.ids],
  });
  return row?.count ?? 0;
}

/** In which days deliveries with these ids lie; only the days given are looked into. */
export const locateDeliveries = (
  db: Queryable,
  buckets: readonly Bucket[],
  ids: readonly DeliveryId[],
): Promise<{ bucket: Bucket; event_id: DeliveryId }[]> =>
  db.query({
    name: 'console.deliveries_locate',
    text: 'select bucket, event_id from event_outbox where bucket = any($1::date[]) and event_id = any($2::uuid[])',
    values: [buckets, ids],
  });
