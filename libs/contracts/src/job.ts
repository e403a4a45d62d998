import { z } from 'zod';
import { deliveryId, destinationId } from './ids.js';
import { CANONICALS } from './kinds.js';
import { outcome } from './outcome.js';
import { REASONS } from './reasons.js';
import { deliveryTask } from './task.js';

/** Statuses from which a delivery may be sent again, in the order a redrive walks them. */
export const REDRIVABLE = ['failed', 'failed_permanently', 'discarded'] as const;

/** Which deliveries a redrive takes; `null` = whatever. Moments are epoch ms of acceptance, `to` exclusive. */
export const redriveSelection = z.object({
  destinations: z.array(destinationId),
  statuses: z.array(z.enum(REDRIVABLE)),
  canonicals: z.array(z.enum(CANONICALS)).nullable(),
  reasons: z.array(z.enum(REASONS)).nullable(),
  uids: z.array(z.string()).nullable(),
  eids: z.array(z.string()).nullable(),
  event_ids: z.array(deliveryId).nullable(),
  from_ms: z.number().int().nullable(),
  to_ms: z.number().int(),
});
export type RedriveSelection = z.infer<typeof redriveSelection>;

/** What a `redrive` job carries: `filter` as the person gave it, `selection` as it is carried out. */
export const redriveRequest = z.object({ filter: z.record(z.string(), z.unknown()), selection: redriveSelection });
export type RedriveRequest = z.infer<typeof redriveRequest>;

/** What a `backfill` job carries. Moments are epoch ms of acceptance, `to` exclusive; `canonicals` `null` = all. */
export const backfillRequest = z.object({
  destination_id: destinationId,
  canonicals: z.array(z.enum(CANONICALS)).nullable(),
  from_ms: z.number().int(),
  to_ms: z.number().int(),
});
export type BackfillRequest = z.infer<typeof backfillRequest>;

/** What a `test` job carries: the task to be attempted once. */
export const testRequest = z.object({ task: deliveryTask });
export type TestRequest = z.infer<typeof testRequest>;

/** What came of a test send: the part of its outcome that is kept for whoever waits. */
export const testResult = outcome.pick({
  verdict: true,
  reason: true,
  detail: true,
  executed: true,
  http_status: true,
  may_have_arrived: true,
  started_at_ms: true,
  duration_ms: true,
  request: true,
  response: true,
});
export type TestResult = z.infer<typeof testResult>;
