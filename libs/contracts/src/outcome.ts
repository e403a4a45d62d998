import { z } from 'zod';
import { bucket, deliveryId, destinationId, eventId, spaceId } from './ids.js';
import { KINDS } from './kinds.js';
import { REASONS, STATE_REASONS } from './reasons.js';
import { VERDICTS } from './verdict.js';

/** What the app that owns a destination decided about it; recorder merges it into `destination_states`. */
export const destinationDecision = z.object({
  state: z.enum(['active', 'held', 'paused']),
  reason: z.enum(STATE_REASONS).nullable(),
  /** Epoch ms; `null` unless held. */
  held_until_ms: z.number().int().nullable(),
  /** How often in a row a hold has begun, for the growing wait; 0 when active. */
  hold_count: z.number().int(),
  /** Configuration revision the decision was made with: a pause counts only if no later resume exists. */
  revision: z.number().int(),
  /** Broker clock, epoch ms: a later decision wins. */
  decided_at_ms: z.number().int(),
});
export type DestinationDecision = z.infer<typeof destinationDecision>;

/** The request as it was sent, for people: secrets masked. `body` is base64. */
export const requestSnapshot = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
});

/** The answer as it came: selected headers, at most 16 KiB of body (base64), secrets masked; or the fault. */
export const responseSnapshot = z.union([
  z.object({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    truncated: z.boolean(),
  }),
  z.object({ fault: z.string(), detail: z.string() }),
]);

/**
 * A record of `outcomes`: what one execution of one task came to. Written by destination apps, and by fanout for what
 * never needed an attempt.
 */
export const outcome = z.object({
  /** Identity of this execution: storing it twice changes nothing. */
  outcome_id: z.string(),
  event_id: deliveryId,
  inbox_id: eventId,
  space_id: spaceId,
  destination_id: destinationId,
  kind: z.enum(KINDS),
  bucket,
  dispatch: z.number().int(),
  /** Number of the attempt made, or that would have been made. */
  attempt: z.number().int(),
  revision: z.number().int(),
  mode: z.enum(['test', 'notice']).optional(),
  job_id: z.string().optional(),
  verdict: z.enum(VERDICTS),
  reason: z.enum(REASONS).nullable(),
  detail: z.string().nullable(),
  /** Something was sent or tried over the network; `false` for overflow, expiry and refusals before the call. */
  executed: z.boolean(),
  http_status: z.number().int().nullable(),
  may_have_arrived: z.boolean(),
  started_at_ms: z.number().int(),
  duration_ms: z.number().int(),
  /** `retry`: when the tier record is due; `keep`: not to be emitted before. Epoch ms, `null` = at once. */
  next_attempt_at_ms: z.number().int().nullable(),
  /** `retry`: delay topic and partition it now waits in. */
  tier: z.object({ topic: z.string(), partition: z.number().int() }).nullable(),
  request: requestSnapshot.nullable(),
  response: responseSnapshot.nullable(),
  destination: destinationDecision.nullable(),
});
export type Outcome = z.infer<typeof outcome>;
