import { z } from 'zod';

/** Lower-case UUID text, the form every id has outside Postgres. */
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a lower-case UUID');

/** `inbox_id`: the identity of an event, whichever door it came through. */
export const eventId = uuid.brand<'EventId'>().meta({ example: '0d5e8a41-2c7b-8f13-9a60-4b1d7e2c9f38' });
export type EventId = z.infer<typeof eventId>;

/** `event_id`: the identity of one event for one destination, the same on every retry. */
export const deliveryId = uuid.brand<'DeliveryId'>().meta({ example: '6f1c2a0e-5b7d-8c3e-9a41-0d2f6b8e7c15' });
export type DeliveryId = z.infer<typeof deliveryId>;

export const spaceId = uuid.brand<'SpaceId'>().meta({ example: '019ac3b2-41d7-7e60-b8f5-3c2a9d1e4f70' });
export type SpaceId = z.infer<typeof spaceId>;

export const destinationId = uuid.brand<'DestinationId'>().meta({ example: '3b9d6c52-7a1e-4f08-9c2d-5e8f1a4b7d60' });
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
