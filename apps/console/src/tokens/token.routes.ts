import { spaceId } from '@app/contracts';
import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { route } from '../api/route.js';
import { label, nothing, rfc3339 } from '../api/shapes.js';
import { ROLES } from '../auth/caller.js';

const grant = {
  name: label.meta({ example: 'deploy script' }),
  role: z.enum(ROLES),
  space_ids: z.array(spaceId).min(1).max(1000).nullable().meta({ description: 'Spaces it may see; `null` = all.' }),
};

const token = z.object({
  id: z.uuid(),
  ...grant,
  hint: z.string().meta({ description: 'Its last four characters.' }),
  created_by: z.string(),
  created_at: rfc3339,
  last_used_at: rfc3339.nullable(),
});

const administer = { role: 'admin', reach: 'installation' } as const;

export const tokenRoutes = {
  list: route({
    ...administer,
    method: 'GET',
    path: '/api/tokens',
    summary: 'Tokens of programs, newest first.',
    params: nothing,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(token),
  }),
  create: route({
    ...administer,
    method: 'POST',
    path: '/api/tokens',
    summary: 'Makes a token, shown this once.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...grant, space_ids: grant.space_ids.default(null) }),
    status: 201,
    answer: token.extend({ token: z.string() }),
    action: 'token.create',
  }),
  revoke: route({
    ...administer,
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Ends a token at once.',
    params: z.strictObject({ id: z.guid() }),
    query: nothing,
    body: null,
    status: 204,
    answer: null,
    action: 'token.revoke',
  }),
};
