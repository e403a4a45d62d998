import type { Bucket, DestinationId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** Statuses a delivery stays in until somebody does something about it. */
export type OpenStatus = 'pending' | 'failed';
/** Statuses a delivery has ended in. */
export type EndStatus = 'sent' | 'failed_permanently' | 'discarded';

/** Open deliveries of one destination and day, now. */
export interface OpenRows {
  destination_id: DestinationId;
  bucket: Bucket;
  pending: number;
  failed: number;
}

/** Where open deliveries are, by destination and day, from counters: its cost does not grow with deliveries. */
export const readOpenRows = (db: Queryable, destinations: readonly DestinationId[]): Promise<OpenRows[]> =>
  db.query<OpenRows>({
    name: 'console.health_open',
    text: `select scope as destination_id, (slot at time zone 'UTC')::date as bucket,
                  coalesce(sum(value) filter (where name = 'rows.pending'), 0)::bigint as pending,
                  coalesce(sum(value) filter (where name = 'rows.failed'), 0)::bigint as failed
           from counters where scope = any($1::uuid[]) and name in ('rows.pending', 'rows.failed')
           group by scope, slot having sum(value) > 0 order by scope, slot`,
    values: [destinations],
  });

/** How many deliveries ended in the quarters of an hour from `fromMs` (inclusive) to `toMs` (exclusive), from counters. */
export const readEnded = (
  db: Queryable,
  destinations: readonly DestinationId[],
  fromMs: number,
  toMs: number,
): Promise<({ destination_id: DestinationId } & Record<EndStatus, number>)[]> =>
  db.query({
    name: 'console.health_ended',
    text: `select scope as destination_id,
                  coalesce(sum(value) filter (where name = 'flow.sent'), 0)::bigint as sent,
                  coalesce(sum(value) filter (where name = 'flow.failed_permanently'), 0)::bigint as failed_permanently,
                  coalesce(sum(value) filter (where name = 'flow.discarded'), 0)::bigint as discarded
           from counters
           where scope = any($1::uuid[]) and name in ('flow.sent', 'flow.failed_permanently', 'flow.discarded')
             and slot >= $2::timestamptz and slot < $3::timestamptz
           group by scope`,
    values: [destinations, timestamptz(fromMs), timestamptz(toMs)],
  });

/** Below this many open rows of a destination in a day, reading them all is cheaper than walking the day from its start. */
const FEW = 5_000;

/**
 * When the oldest open delivery of each destination was accepted; `rows` = what `readOpenRows` found. Looks into the
 * oldest day with open rows only. Few of them: all are read by the index of open rows; many: the day is walked in time
 * order up to the first.
 */
export async function readOldestOpen(db: Queryable, rows: readonly OpenRows[]): Promise<Map<DestinationId, number>> {
  const oldest = new Map<DestinationId, OpenRows>();
  for (const row of rows) {
    const known = oldest.get(row.destination_id);
    if (!known || row.bucket < known.bucket) oldest.set(row.destination_id, row);
  }
  const { few = [], many = [] } = Object.groupBy(oldest.values(), (row) =>
    row.pending + row.failed <= FEW ? 'few' : 'many',
  );
  // `offset 0` keeps the planner from turning the first branch into the second.
  const answers = await db.query<{ destination_id: DestinationId; at: number | null }>({
    name: 'console.health_oldest',
    text: `select id as destination_id, at from unnest($1::uuid[], $2::date[]) as few (id, day) cross join lateral (
             select min(accepted_at) as at from (
               select accepted_at from event_outbox o
                where o.bucket = day and o.destination_id = id and o.place is not null offset 0) waiting) first
           union all
           select id, at from unnest($3::uuid[], $4::date[]) as many (id, day) cross join lateral (
             select accepted_at as at from event_outbox o
              where o.bucket = day and o.destination_id = id and o.place is not null order by accepted_at limit 1) first`,
    values: [...columns(few), ...columns(many)],
  });
  return new Map(answers.flatMap(({ destination_id, at }) => (at === null ? [] : [[destination_id, at]])));
}

/** The earliest moment an open delivery of each destination may be tried again; absent where none waits for one. */
export async function readNextDue(db: Queryable, rows: readonly OpenRows[]): Promise<Map<DestinationId, number>> {
  const answers = await db.query<{ destination_id: DestinationId; at: number }>({
    name: 'console.health_next',
    text: `select id as destination_id, min(due_at) as at
             from unnest($1::uuid[], $2::date[]) as asked (id, day)
                  cross join unnest('{tier,here}'::delivery_place[]) as waits (place)
                  cross join lateral (
                    select due_at from event_outbox o
                     where o.bucket = day and o.destination_id = id and o.place = waits.place and o.due_at is not null
                     order by o.due_at limit 1) first
            group by id`,
    values: columns(rows),
  });
  return new Map(answers.map(({ destination_id, at }) => [destination_id, at]));
}

const columns = (rows: readonly OpenRows[]): [DestinationId[], Bucket[]] => [
  rows.map((row) => row.destination_id),
  rows.map((row) => row.bucket),
];
