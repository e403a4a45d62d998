import { eventId } from '@app/contracts';
import { fieldErrorSchema } from '@app/service';
import { z } from 'zod';

const warnings = z
  .array(fieldErrorSchema)
  .optional()
  .meta({ description: 'What could not be used and was left out; the event was taken without it.' });

const status = z
  .enum(['queued', 'duplicate'])
  .meta({ description: '`duplicate`: known before. A repeat may also be `queued`: it changes nothing all the same.' });

/** Answer to one event. */
export const eventTaken = z.object({
  ok: z.literal(true),
  status,
  inbox_id: eventId,
  occurred_at_ms: z.number().int(),
  warnings,
});

/** Answer to one event by URL. */
export const postbackTaken = eventTaken.omit({ occurred_at_ms: true });

/** Answer to events of one call, each with its own result. */
export const batchTaken = z.object({
  ok: z.literal(true),
  accepted: z.number().int(),
  results: z.array(
    z.union([
      z.object({ index: z.number().int(), ok: z.literal(true), status, inbox_id: eventId, warnings }),
      z.object({
        index: z.number().int(),
        ok: z.literal(false),
        code: z.enum(['malformed_json', 'invalid_field', 'unknown_field']),
        errors: z.array(fieldErrorSchema),
      }),
      z
        .object({
          index: z.number().int(),
          ok: z.literal(false),
          code: z.literal('unavailable'),
          eid: z.string().nullable(),
          occurred_at_ms: z.number().int(),
        })
        .meta({ description: 'Not known to be stored: repeat it with these two, then it cannot double.' }),
    ]),
  ),
});

/** What `POST /events` would say. */
export const eventJudged = z.object({
  valid: z.boolean(),
  errors: z.array(fieldErrorSchema),
  inbox_id: eventId.nullable().meta({ description: '`null` where only taking it would make one.' }),
});

/** Answer to a click. */
export const clickTaken = z.object({ uid: z.string() });

/** Answer to a bind. */
export const bindDone = z.object({
  ok: z.literal(true),
  matched: z.boolean().meta({ description: 'The click exists.' }),
  bound: z.boolean().meta({ description: 'It now holds this Telegram user.' }),
});
