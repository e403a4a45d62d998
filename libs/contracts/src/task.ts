import { z } from 'zod';
import { clickContext } from './click.js';
import { bucket, deliveryId, destinationId, eventId, spaceId } from './ids.js';
import { CANONICALS, KINDS } from './kinds.js';

/**
 * A record of `deliveries.<kind>` and its delay topics: one delivery somebody shall attempt now (main topic) or when
 * it is due (tier). Carries everything an attempt needs but the destination's configuration.
 */
export const deliveryTask = z.object({
  event_id: deliveryId,
  inbox_id: eventId,
  space_id: spaceId,
  destination_id: destinationId,
  kind: z.enum(KINDS),
  bucket,
  /** Which life of the delivery this is, 1 at first; raised whenever it is put back into the outbox to be sent anew. */
  dispatch: z.number().int().min(1),
  /** Number of the attempt to be made, 1 at first; never restarts. */
  attempt: z.number().int().min(1),
  /** Attempts burned before the present budget began: `attempt - attempt_base` counts against `max_attempts`. */
  attempt_base: z.number().int().min(0),
  /** Configuration revision the task was made with. */
  revision: z.number().int(),
  /** Creation or last redrive, epoch ms: the horizon counts from here. */
  born_at_ms: z.number().int(),
  /** The destination's total of paused time (ms) at `born_at_ms`: time paused since then does not count. */
  paused_base_ms: z.number().int(),
  /** The horizon had passed before it was emitted: to be dead-lettered without an attempt. */
  expired: z.literal(true).optional(),
  /** `test`: attempted once, uncounted, answered to `job_id`. `notice`: retried, uncounted. Absent: an ordinary delivery. */
  mode: z.enum(['test', 'notice']).optional(),
  job_id: z.string().optional(),
  /** Canonical name, and the name the destination knows it by. */
  canonical: z.enum(CANONICALS),
  event: z.string(),
  uid: z.string().nullable(),
  tg_id: z.string().nullable(),
  eid: z.string().nullable(),
  /** Exact decimal text and upper-case code after the destination's currency map; both `null` without a value. */
  value: z.string().nullable(),
  currency: z.string().nullable(),
  occurred_at_ms: z.number().int(),
  /** Broker append time of the event. */
  accepted_at_ms: z.number().int(),
  user: z.record(z.string(), z.unknown()).nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  click: clickContext.nullable(),
});
export type DeliveryTask = z.infer<typeof deliveryTask>;
