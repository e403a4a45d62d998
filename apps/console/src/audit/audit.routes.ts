import { spaceId } from '@app/contracts';
import { z } from 'zod';
import { anyOf, listOf, listQuery } from '../api/list.js';
import { moment } from '../api/moment.js';
import { route } from '../api/route.js';
import { inSpace, rfc3339 } from '../api/shapes.js';

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/audit',
    summary: 'What was changed by whom, newest first.',
    role: 'admin',
    reach: 'space',
    params: inSpace,
    query: listQuery({
      action: anyOf(z.string().min(1).max(100)),
      from: moment.optional(),
      to: moment.optional(),
    }),
    body: null,
    status: 200,
    answer: listOf(
      z.object({
        id: z.uuid(),
        at: rfc3339,
        actor: z.string(),
        space_id: spaceId.nullable(),
        action: z.string(),
        target: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
};
