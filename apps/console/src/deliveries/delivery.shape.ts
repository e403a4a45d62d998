import { CANONICALS, KINDS, REASONS, VERDICTS, deliveryId, destinationId, eventId } from '@app/contracts';
import { DELIVERY_STATUSES } from '@app/persistence';
import { z } from 'zod';
import { anyOf } from '../api/list.js';
import { moment } from '../api/moment.js';
import { rfc3339 } from '../api/shapes.js';

/** Filters of every list and count of deliveries. Each may be repeated; `from` and `to` concern `accepted_at`. */
export const deliveryFilters = {
  status: anyOf(z.enum(DELIVERY_STATUSES)),
  destination: anyOf(destinationId),
  kind: anyOf(z.enum(KINDS)),
  canonical: anyOf(z.enum(CANONICALS)),
  reason: anyOf(z.enum(REASONS)),
  uid: anyOf(z.string().min(1).max(128)),
  eid: anyOf(z.string().min(1).max(256)),
  event_id: anyOf(deliveryId),
  from: moment.optional(),
  to: moment.optional(),
};

/** A delivery in lists. */
export const deliveryAnswer = z.object({
  event_id: deliveryId,
  inbox_id: eventId,
  destination_id: destinationId,
  destination_name: z.string(),
  kind: z.enum(KINDS),
  canonical: z.enum(CANONICALS),
  event: z.string().meta({ description: 'The name the destination knows it by.' }),
  status: z.enum(DELIVERY_STATUSES),
  held: z.boolean().meta({ description: 'It waits because its destination is held, paused or off.' }),
  reason: z.enum(REASONS).nullable(),
  http_status: z.number().int().nullable(),
  attempt_count: z.number().int(),
  uid: z.string().nullable(),
  eid: z.string().nullable(),
  value: z.string().nullable(),
  currency: z.string().nullable(),
  occurred_at_ms: z.number().int().nullable(),
  accepted_at: rfc3339,
  last_attempt_at: rfc3339.nullable(),
  next_attempt_at: rfc3339.nullable(),
});

const body = z.object({
  text: z.string().nullable().meta({ description: 'The body as text, `null` where it is not UTF-8.' }),
  base64: z.string().optional().meta({ description: 'The bytes, where they are not UTF-8.' }),
  truncated: z.boolean().optional(),
});

/** A request as people see it, secrets masked. */
export const requestAnswer = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: body.nullable(),
});

/** What came back, or why nothing did. */
export const responseAnswer = z.union([
  z.object({ status: z.number().int(), headers: z.record(z.string(), z.string()), body }),
  z.object({ fault: z.string(), detail: z.string() }),
]);

/** One attempt: what was sent and what came back, secrets masked. */
const attempt = z.object({
  attempt: z.number().int(),
  dispatch: z.number().int(),
  started_at: rfc3339,
  duration_ms: z.number().int(),
  verdict: z.enum(VERDICTS),
  reason: z.enum(REASONS).nullable(),
  detail: z.string().nullable(),
  http_status: z.number().int().nullable(),
  may_have_arrived: z.boolean(),
  request: requestAnswer.nullable(),
  response: responseAnswer.nullable(),
  next_attempt_at: rfc3339.nullable(),
});

/** One delivery with all that was tried. */
export const deliveryDetail = deliveryAnswer.extend({
  detail: z.string().nullable(),
  attempts: z.array(attempt),
});
