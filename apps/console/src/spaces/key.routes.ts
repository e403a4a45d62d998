import { spaceId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { inSpace, nothing, overlap, rfc3339 } from '../api/shapes.js';

const kind = z.enum(['secret', 'ingest_token']);
const ofKind = z.strictObject({ space: spaceId, kind });

const key = z.object({
  kind,
  hint: z.string().meta({ description: 'Its last four characters.', example: '9f3c' }),
  created_at: rfc3339,
  last_used_at: rfc3339.nullable(),
  previous_expires_at: rfc3339.nullable().meta({ description: 'Until when the one before it still works.' }),
  previous_last_used_at: rfc3339.nullable(),
});

export const keyRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/keys',
    summary: 'The keys of a space, without their text.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: null,
    status: 200,
    answer: z.object({ items: z.array(key) }),
  }),
  rotate: route({
    method: 'POST',
    path: '/api/spaces/:space/keys/:kind/rotate',
    summary: 'Makes a new key, shown this once; the old one goes on working for a while.',
    role: 'admin',
    reach: 'space',
    params: ofKind,
    query: nothing,
    body: overlap,
    status: 201,
    answer: z.object({
      secret: z.string().optional(),
      ingest_token: z.string().optional(),
      previous_expires_at: rfc3339.nullable(),
    }),
    action: 'key.rotate',
  }),
  dropPrevious: route({
    method: 'DELETE',
    path: '/api/spaces/:space/keys/:kind/previous',
    summary: 'Ends the key before the present one now.',
    role: 'admin',
    reach: 'space',
    params: ofKind,
    query: nothing,
    body: null,
    status: 204,
    answer: null,
    action: 'key.drop_previous',
  }),
};
