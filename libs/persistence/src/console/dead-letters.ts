import type { DestinationId, Reason } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { DeliveryDay } from './delivery-days.js';

/** Deliveries of one destination that ended for one reason. Times are epoch ms. */
export interface DeadLetterGroup {
  destination_id: DestinationId;
  reason: Reason;
  count: number;
  oldest_at: number;
  newest_at: number;
}

/** Failed deliveries by destination and reason, largest group first; only the days given are looked into. */
export const readDeadLetters = (db: Queryable, days: readonly DeliveryDay[]): Promise<DeadLetterGroup[]> =>
  db.query<DeadLetterGroup>({
    name: 'console.dead_letters',
    text: `select id as destination_id, reason, sum(count)::bigint as count, min(oldest) as oldest_at, max(newest) as newest_at
             from unnest($1::uuid[], $2::date[]) as asked (id, day) cross join lateral (
               select coalesce(reason, 'internal_error') as reason, count(*) as count, min(settled_at) as oldest,
                      max(settled_at) as newest
                 from event_outbox o
                where o.bucket = day and o.destination_id = id and o.status = 'failed_permanently' group by 1) dead
            group by id, reason order by 3 desc, 1, 2`,
    values: [days.map((one) => one.destination_id), days.map((one) => one.bucket)],
  });
