import { REASONS, destinationId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { inSpace, nothing, rfc3339 } from '../api/shapes.js';

export const deadLetterRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/dead_letters',
    summary: 'Failed deliveries by destination and reason, largest group first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: null,
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          destination_id: destinationId,
          reason: z.enum(REASONS),
          count: z.number().int(),
          oldest_at: rfc3339,
          newest_at: rfc3339,
        }),
      ),
    }),
  }),
};
