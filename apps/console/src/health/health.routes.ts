import { KINDS, destinationId } from '@app/contracts';
import { z } from 'zod';
import { moment } from '../api/moment.js';
import { route } from '../api/route.js';
import { inSpace, rfc3339 } from '../api/shapes.js';
import { destinationStanding } from '../destinations/destination.shape.js';

const count = z.number().int();

/** How one destination does. */
export const healthRow = z.object({
  destination_id: destinationId,
  name: z.string(),
  kind: z.enum(KINDS),
  ...destinationStanding,
  sent: count,
  pending: count,
  failed: count,
  failed_permanently: count,
  discarded: count,
  last_success_at: rfc3339.nullable(),
  oldest_pending_at: rfc3339.nullable(),
  next_retry_at: rfc3339.nullable(),
});

export const healthRoutes = {
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/health',
    summary: 'How every destination does: ended over a period (the last 24 h by default), open now.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: z.strictObject({
      from: moment.optional().meta({ description: 'Cut to the quarter of an hour; 24 h before `to` by default.' }),
      to: moment.optional().meta({ description: 'Now by default.' }),
    }),
    body: null,
    status: 200,
    answer: z.object({ items: z.array(healthRow) }),
  }),
};
