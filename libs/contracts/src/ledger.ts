import { z } from 'zod';
import { bucket, deliveryId, destinationId, spaceId } from './ids.js';

const count = z.number().int();

/** Most findings of one kind that a day names; by how much it is off is exact all the same. */
export const MAX_FINDINGS = 50;

/** One day of deliveries, recounted. */
const recountedDay = z.object({
  bucket,
  /** Epoch ms. */
  read_at_ms: z.number(),
  /** Deliveries that events were matched to, as counted when they were. */
  matched: count,
  /** Rows there are. */
  rows: count,
  /** By how much the day's sums are off. */
  off: z.object({ fan_out: count, delivery: count, open: count }),
  fan_out: z.array(z.object({ space_id: spaceId, matched: count, rows: count })),
  delivery: z.array(
    z.object({
      space_id: spaceId.nullable(),
      destination_id: destinationId,
      counter: z.string(),
      counted: count,
      recounted: count,
    }),
  ),
  /** Open deliveries that nobody is working on, and settled ones that somebody is. */
  open: z.array(
    z.object({ space_id: spaceId, destination_id: destinationId, rows: count, event_ids: z.array(deliveryId) }),
  ),
});
export type RecountedDay = z.infer<typeof recountedDay>;

/** A partition of `events`: `off` = offsets passed that are not accounted for. */
const doorPartition = z.object({
  partition: count,
  first_offset: count,
  next_offset: count,
  fresh: count,
  duplicate: count,
  replayed: count,
  rejected: count,
  tombstones: count,
  skipped: count,
  off: count,
});
export type DoorPartition = z.infer<typeof doorPartition>;

/**
 * The ledger as fanout read it last. The door is read whole each time; days are recounted in turn, the present ones every
 * time. A day names the spaces, counters and destinations that are off, the worst first.
 */
export const ledgerReport = z.object({ door: z.array(doorPartition), days: z.array(recountedDay) });
export type LedgerReport = z.infer<typeof ledgerReport>;
