import { CANONICALS, spaceId } from '@app/contracts';
import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { route } from '../api/route.js';
import { inSpace, label, nothing, rfc3339 } from '../api/shapes.js';

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const fields = {
  name: label.meta({ example: 'Summer offer' }),
  time_zone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
    .meta({ description: 'Decides what a day is in reports.', example: 'Europe/Berlin' }),
  event_aliases: z
    .record(z.string().regex(/^[a-z0-9_.-]{1,50}$/, 'must be lower-case letters, digits, _ . -'), z.enum(CANONICALS))
    .meta({ description: 'Further names by which `/e` knows the canonicals.', example: { ftd2: 'deposit' } }),
};

/** What people set on a space, complete. */
export const spaceFields = z.strictObject({
  name: fields.name,
  time_zone: fields.time_zone.default('UTC'),
  event_aliases: fields.event_aliases.default({}),
});

const space = z.object({ id: spaceId, ...fields, created_at: rfc3339 });

export const spaceRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces',
    summary: 'Spaces you may see, newest first.',
    role: 'viewer',
    reach: 'visible',
    params: nothing,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(space),
  }),
  create: route({
    method: 'POST',
    path: '/api/spaces',
    summary: 'Makes a space with its two keys, which are shown this once.',
    role: 'admin',
    reach: 'installation',
    params: nothing,
    query: nothing,
    body: spaceFields,
    status: 201,
    answer: z.object({ id: spaceId, name: z.string(), secret: z.string(), ingest_token: z.string() }),
    action: 'space.create',
  }),
  read: route({
    method: 'GET',
    path: '/api/spaces/:space',
    summary: 'One space.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: null,
    status: 200,
    answer: space,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/spaces/:space',
    summary: 'Changes a space by JSON Merge Patch.',
    role: 'admin',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: z.record(z.string(), z.unknown()),
    status: 200,
    answer: space,
    action: 'space.update',
  }),
};
