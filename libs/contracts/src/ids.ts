import { z } from 'zod';

/** Lower-case UUID text, the form every id has outside Postgres. */
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a lower-case UUID');

/** `inbox_id`: the identity of an event, whichever door it came through. */
export const eventId = uuid.brand<'EventId'>();
export type EventId = z.infer<typeof eventId>;

/** `event_id`: the identity of one event for one destination, the same on every retry. */
export const deliveryId = uuid.brand<'DeliveryId'>();
export type DeliveryId = z.infer<typeof deliveryId>;

export const spaceId = uuid.brand<'SpaceId'>();
export type SpaceId = z.infer<typeof spaceId>;

export const destinationId = uuid.brand<'DestinationId'>();
export type DestinationId = z.infer<typeof destinationId>;

/** Day (UTC) of the broker append time of an event, `YYYY-MM-DD`: the partition its rows live in. */
export const bucket = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .brand<'Bucket'>();
export type Bucket = z.infer<typeof bucket>;

/** The bucket of an append time in epoch ms. */
export const bucketOf = (appendedAtMs: number): Bucket =>
  bucket.parse(new Date(appendedAtMs).toISOString().slice(0, 10));
