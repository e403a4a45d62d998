import type { Bucket, DeliveryId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';
import type { DeliveryChange, DeliveryState } from './delivery.rows.js';

/**
 * Locks deliveries of one bucket in id order and reads where they stand; ids without a row are left out. The bucket is a
 * parameter of its own, so one partition is touched.
 */
export function lockDeliveries(tx: Queryable, bucket: Bucket, ids: readonly DeliveryId[]): Promise<DeliveryState[]> {
  return tx.query<DeliveryState>({
    name: 'outcomes.lock',
    text: `select event_id as "eventId", destination_id as "destinationId", status, place, dispatch,
                  attempt_count as "attemptCount", last_attempt_at as "lastAttemptAtMs", settled_at as "settledAtMs"
             from event_outbox
            where bucket = $1 and event_id = any($2::uuid[])
            order by event_id
              for update`,
    values: [bucket, ids],
  });
}

/**
 * The ids are named twice: nothing is known of the rows of an `unnest`, and a join with it alone is planned as a scan of
 * the whole day.
 */
const DECIDE = `
  update event_outbox o
     set status = n.status::delivery_status, place = n.place::delivery_place, dispatch = n.dispatch,
         attempt_count = n.attempt_count, due_at = n.due_at, placed_at = now(), tier = n.tier,
         last_attempt_at = n.last_attempt_at, settled_at = n.settled_at, reason = n.reason, detail = n.detail,
         http_status = n.http_status
    from unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::timestamptz[], $8::text[],
                $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[], $13::int[])
      as n (event_id, status, place, dispatch, attempt_count, due_at, tier, last_attempt_at, settled_at, reason, detail,
            http_status)
   where o.bucket = $1 and o.event_id = any($2::uuid[]) and o.event_id = n.event_id`;

const TOUCH = `
  update event_outbox o set last_attempt_at = n.last_attempt_at
    from unnest($2::uuid[], $3::timestamptz[]) as n (event_id, last_attempt_at)
   where o.bucket = $1 and o.event_id = any($2::uuid[]) and o.event_id = n.event_id`;

/** Writes deliveries of one bucket that this transaction has locked. */
export async function updateDeliveries(
  tx: Queryable,
  bucket: Bucket,
  changes: readonly DeliveryChange[],
): Promise<void> {
  const decided = changes.flatMap(({ state, decision }) => (decision ? [{ ...state, ...decision }] : []));
  if (decided.length > 0) {
    const column = <T>(pick: (row: (typeof decided)[number]) => T): T[] => decided.map(pick);
    await tx.query({
      name: 'outcomes.decide',
      text: DECIDE,
      values: [
        bucket,
        column((row) => row.eventId),
        column((row) => row.status),
        column((row) => row.place),
        column((row) => row.dispatch),
        column((row) => row.attemptCount),
        column((row) => timestamptz(row.dueAtMs)),
        column((row) => row.tier),
        column((row) => timestamptz(row.lastAttemptAtMs)),
        column((row) => timestamptz(row.settledAtMs)),
        column((row) => row.reason),
        column((row) => row.detail),
        column((row) => row.httpStatus),
      ],
    });
  }
  const touched = changes.filter(({ decision }) => decision === null).map(({ state }) => state);
  if (touched.length === 0) return;
  await tx.query({
    name: 'outcomes.touch',
    text: TOUCH,
    values: [
      bucket,
      touched.map(({ eventId }) => eventId),
      touched.map(({ lastAttemptAtMs }) => timestamptz(lastAttemptAtMs)),
    ],
  });
}
