import type { Bucket, DestinationId } from '@app/contracts';
import type { Queryable } from '../database.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './listed-delivery.js';

/** How many deliveries of one destination and day have one of the statuses asked for. */
export interface DeliveryDay {
  bucket: Bucket;
  destination_id: DestinationId;
  count: number;
}

/**
 * On which days destinations have deliveries of these statuses (`null` = any), and how many: newest day first. From
 * counters, which change with the rows in one transaction, so a list need not look into days that hold nothing for it.
 */
export const readDeliveryDays = (
  db: Queryable,
  destinations: readonly DestinationId[],
  statuses: readonly DeliveryStatus[] | null,
): Promise<DeliveryDay[]> =>
  db.query<DeliveryDay>({
    name: 'console.delivery_days',
    text: `select (slot at time zone 'UTC')::date as bucket, scope as destination_id, sum(value)::bigint as count
           from counters where scope = any($1::uuid[]) and name = any($2::text[])
           group by slot, scope having sum(value) > 0 order by slot desc, scope`,
    values: [destinations, (statuses ?? DELIVERY_STATUSES).map((status) => `rows.${status}`)],
  });
