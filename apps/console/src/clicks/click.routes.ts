import { clickContext, spaceId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { nothing, rfc3339 } from '../api/shapes.js';

export const clickRoutes = {
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/clicks/:uid',
    summary: 'One click with all that is known of it, and the Telegram user it is bound to.',
    role: 'viewer',
    reach: 'space',
    params: z.strictObject({ space: spaceId, uid: z.string().min(1).max(128) }),
    query: nothing,
    body: null,
    status: 200,
    answer: clickContext.extend({ link_id: z.string().nullable(), clicked_at: rfc3339, accepted_at: rfc3339 }),
  }),
};
