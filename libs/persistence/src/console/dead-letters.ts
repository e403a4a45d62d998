import type { Bucket, DestinationId, Reason } from '@app/contracts';
import type { Queryable } from '../database.js';

/** Deliveries of one destination that ended for one reason. Times are epoch ms. */
export interface DeadLetterGroup {
  destination_id: DestinationId;
  reason: Reason;
  count: number;
  oldest_at: number;
  newest_at: number;
}

/** Failed deliveries by destination and reason, largest group first; only the days given are looked into. */
export const readDeadLetters = (
  db: Queryable,
  destinations: readonly DestinationId[],
  buckets: readonly Bucket[],
): Promise<DeadLetterGroup[]> =>
  db.query<DeadLetterGroup>({
    name: 'console.dead_letters',
    text: `select destination_id, coalesce(reason, 'internal_error') as reason, count(*) as count,
                  min(settled_at) as oldest_at, max(settled_at) as newest_at
           from event_outbox
           where bucket = any($1::date[]) and destination_id = any($2::uuid[]) and status = 'failed_permanently'
           group by 1, 2 order by count desc, 1, 2`,
    values: [buckets, destinations],
  });
