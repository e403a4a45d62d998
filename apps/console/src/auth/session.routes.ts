import { spaceId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { nothing } from '../api/shapes.js';
import { ROLES } from './caller.js';

/** Who is signed in. */
const me = z.object({
  actor: z.string().meta({ description: 'As the audit log names them.' }),
  email: z.string().nullable().meta({ description: '`null`: a program with a token.' }),
  role: z.enum(ROLES),
  space_ids: z.array(spaceId).nullable().meta({ description: 'Spaces they see; `null` = all.' }),
  csrf_token: z.string().nullable().meta({ description: 'For `X-CSRF-Token` on writes; `null`: none is needed.' }),
  ingest_url: z.string().nullable().meta({ description: 'Where events are posted, if the installation knows.' }),
  version: z.string(),
});

const PATH = '/api/session';
const MAX_EMAIL = 254;
/** Longer ones would only cost time. */
const MAX_PASSWORD = 1000;

export const sessionRoutes = {
  signIn: route({
    method: 'POST',
    path: PATH,
    summary: 'Signs a person in: sets the cookie of a session.',
    role: 'viewer',
    reach: 'anybody',
    params: nothing,
    query: nothing,
    body: z.strictObject({ email: z.string().min(1).max(MAX_EMAIL), password: z.string().min(1).max(MAX_PASSWORD) }),
    status: 201,
    answer: me,
    action: 'session.begin',
  }),
  signOut: route({
    method: 'DELETE',
    path: PATH,
    summary: 'Ends the session.',
    role: 'viewer',
    reach: 'visible',
    params: nothing,
    query: nothing,
    body: null,
    status: 204,
    answer: null,
    action: 'session.end',
  }),
  me: route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who you are and what you may do.',
    role: 'viewer',
    reach: 'visible',
    params: nothing,
    query: nothing,
    body: null,
    status: 200,
    answer: me,
  }),
};
