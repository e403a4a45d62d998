import type { Bucket, DeliveryId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** Where a delivery stands, as far as somebody who is about to attempt it must know. */
export interface DeliveryLife {
  readonly eventId: DeliveryId;
  readonly dispatch: number;
  /** Attempts counted so far. */
  readonly attemptCount: number;
  /** Sent, failed for good or discarded. */
  readonly settled: boolean;
}

/** Reads deliveries of one bucket; those without a row are left out. */
export const readDeliveryLives = (
  db: Queryable,
  bucket: Bucket,
  eventIds: readonly DeliveryId[],
): Promise<DeliveryLife[]> =>
  db.query<DeliveryLife & Record<string, unknown>>({
    name: 'delivery.lives',
    text: `select event_id as "eventId", dispatch, attempt_count as "attemptCount", place is null as settled
             from event_outbox where bucket = $1 and event_id = any($2::uuid[])`,
    values: [bucket, eventIds],
  });
