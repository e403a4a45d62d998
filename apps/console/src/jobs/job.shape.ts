import { destinationId } from '@app/contracts';
import { z } from 'zod';
import { rfc3339 } from '../api/shapes.js';

const DEFAULT_RATE = 100;
const MAX_RATE = 10_000;

/** How fast a job moves deliveries. */
export const jobRate = z
  .number()
  .positive()
  .max(MAX_RATE)
  .default(DEFAULT_RATE)
  .meta({ description: `Deliveries a second, at most ${MAX_RATE}. Default ${DEFAULT_RATE}.` });

/** What a job would move. */
export const estimateAnswer = z.object({
  count: z.number().int(),
  by_destination: z.array(
    z.object({ destination_id: destinationId, destination_name: z.string(), count: z.number().int() }),
  ),
  oldest_at: rfc3339.nullable(),
  newest_at: rfc3339.nullable(),
  duplicates: z.number().int().meta({
    description: 'Of these, how many the receiver may count a second time: tried before, and older than it remembers.',
  }),
});

/** A job and how far it came. */
export const jobAnswer = z.object({
  id: z.uuid(),
  kind: z.enum(['redrive', 'backfill']),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  detail: z.string().nullable().meta({ description: 'Why it failed.' }),
  request: z.record(z.string(), z.unknown()).meta({ description: 'The filter of a redrive, the terms of a backfill.' }),
  rate_per_s: z.number(),
  total: z.number().int(),
  emitted: z.number().int().meta({ description: 'Deliveries brought back or made so far.' }),
  pending: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  failed_permanently: z.number().int(),
  discarded: z.number().int(),
  eta_s: z.number().int().meta({ description: 'Until everything is emitted at its rate.' }),
  created_by: z.string(),
  created_at: rfc3339,
  updated_at: rfc3339,
});
