import { CANONICALS, REASONS, VERDICTS, eventId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { atDestination, inSpace, nothing, rfc3339 } from '../api/shapes.js';
import { requestAnswer, responseAnswer } from '../deliveries/delivery.shape.js';
import { eventChoice } from '../destinations/destination.shape.js';
import { previewDraft } from '../destinations/kind-book.js';

/** What a draft would send. */
export const previewAnswer = z.object({
  inbox_id: eventId.nullable().meta({ description: '`null`: a sample, no real event.' }),
  canonical: z.enum(CANONICALS),
  request: requestAnswer.optional(),
  refusal: z
    .object({ reason: z.enum(REASONS), detail: z.string() })
    .optional()
    .meta({ description: 'Instead of a request: why nothing would be sent.' }),
  warnings: z.array(z.string()),
});

/** What came of a test send. */
const testAnswer = z.object({
  verdict: z.enum(VERDICTS),
  reason: z.enum(REASONS).nullable(),
  detail: z.string().nullable(),
  http_status: z.number().int().nullable(),
  may_have_arrived: z.boolean(),
  started_at: rfc3339,
  duration_ms: z.number().int(),
  request: requestAnswer.nullable().meta({ description: '`null`: refused before the call.' }),
  response: responseAnswer.nullable(),
});

export const trialRoutes = {
  preview: route({
    method: 'POST',
    path: '/api/spaces/:space/destinations/preview',
    summary: 'What a destination with these fields would be sent: of a recent event, of the one named, or of a sample.',
    role: 'operator',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: previewDraft,
    status: 200,
    answer: previewAnswer,
  }),
  test: route({
    method: 'POST',
    path: '/api/spaces/:space/destinations/:id/test',
    summary: 'Sends a sample, or the event named, now and once, marked test, whatever the state of the destination.',
    role: 'operator',
    reach: 'space',
    params: atDestination,
    query: nothing,
    body: z.strictObject(eventChoice),
    status: 200,
    answer: testAnswer,
    action: 'destination.test',
  }),
};
