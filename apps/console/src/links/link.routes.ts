import { spaceId } from '@app/contracts';
import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { route } from '../api/route.js';
import { inSpace, label, nothing, rfc3339 } from '../api/shapes.js';
import { readLanding } from './landing.js';

const MAX_LANDING = 2048;

const slug = z
  .string()
  .regex(/^[a-z0-9-]{3,64}$/, 'must be 3–64 lower-case letters, digits or -')
  .meta({ description: 'Its URL is `/l/{slug}`; unique in the installation.', example: 'autumn-video-2' });

const landing = z
  .string()
  .max(MAX_LANDING)
  .transform((text, context): string => {
    const read = readLanding(text);
    if ('url' in read) return read.url;
    context.addIssue({ code: 'custom', message: read.wrong });
    return z.NEVER;
  })
  .meta({
    description: 'Where visitors are sent. `{uid}` becomes the id of the click in path, query or fragment.',
    example: 'https://t.me/some_bot?start={uid}',
  });

const remark = label.nullable();

/** What people set on a link, complete; only its slug stays as it was made. */
export const linkFields = z.strictObject({
  name: label,
  landing,
  creative: remark.default(null),
  source: remark.default(null),
  note: remark.default(null),
  enabled: z.boolean().default(true),
});

const link = z.object({
  id: z.string(),
  slug: z.string(),
  url: z.string().nullable().meta({ description: 'Where it is, if the installation knows its public URL.' }),
  name: z.string(),
  landing: z.string(),
  creative: z.string().nullable(),
  source: z.string().nullable(),
  note: z.string().nullable(),
  enabled: z.boolean(),
  created_at: rfc3339,
});

const atLink = z.strictObject({ space: spaceId, id: z.uuid() });

export const linkRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/links',
    summary: 'Links, newest first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(link),
  }),
  create: route({
    method: 'POST',
    path: '/api/spaces/:space/links',
    summary: 'Makes a link.',
    role: 'operator',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: linkFields.extend({ slug }),
    status: 201,
    answer: link,
    action: 'link.create',
  }),
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/links/:id',
    summary: 'One link.',
    role: 'viewer',
    reach: 'space',
    params: atLink,
    query: nothing,
    body: null,
    status: 200,
    answer: link,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/spaces/:space/links/:id',
    summary: 'Changes a link by JSON Merge Patch. Its slug cannot be changed: it is in use wherever the link is.',
    role: 'operator',
    reach: 'space',
    params: atLink,
    query: nothing,
    body: z.record(z.string(), z.unknown()),
    status: 200,
    answer: link,
    action: 'link.update',
  }),
  remove: route({
    method: 'DELETE',
    path: '/api/spaces/:space/links/:id',
    summary: 'Deletes a link. Its clicks stay; its slug is free again.',
    role: 'operator',
    reach: 'space',
    params: atLink,
    query: nothing,
    body: null,
    status: 204,
    answer: null,
    action: 'link.delete',
  }),
};
