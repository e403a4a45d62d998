import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { route } from '../api/route.js';
import { atDestination, inSpace, nothing, overlap, rfc3339 } from '../api/shapes.js';
import { destinationAnswer, savedDestination } from './destination.shape.js';
import { completeDestination } from './kind-book.js';

const LIST = '/api/spaces/:space/destinations';
const ONE = `${LIST}/:id`;

const formField = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  type: z.string(),
  choices: z.array(z.string()).optional(),
  required: z.boolean(),
  secret: z.boolean(),
  default: z.unknown(),
});

const act = { role: 'operator', reach: 'space', params: atDestination, query: nothing } as const;

export const destinationRoutes = {
  kinds: route({
    method: 'GET',
    path: '/api/destination_kinds',
    summary: 'The kinds of destinations with their fields, defaults and presets.',
    role: 'viewer',
    reach: 'visible',
    params: nothing,
    query: nothing,
    body: null,
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          kind: z.string(),
          fields: z.array(formField),
          presets: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              help: z.string(),
              config: z.record(z.string(), z.unknown()),
              event_map: z.record(z.string(), z.string()),
              asks: z.array(formField),
            }),
          ),
          event_map: z.record(z.string(), z.string()),
          defaults: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  }),
  list: route({
    method: 'GET',
    path: LIST,
    summary: 'Destinations of a space, newest first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(destinationAnswer),
  }),
  create: route({
    method: 'POST',
    path: LIST,
    summary: 'Makes a destination. A signing secret made for it is shown this once.',
    role: 'operator',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: completeDestination,
    status: 201,
    answer: savedDestination,
    action: 'destination.create',
    tagged: true,
  }),
  read: route({
    method: 'GET',
    path: ONE,
    summary: 'One destination.',
    role: 'viewer',
    reach: 'space',
    params: atDestination,
    query: nothing,
    body: null,
    status: 200,
    answer: destinationAnswer,
    tagged: true,
  }),
  update: route({
    ...act,
    method: 'PATCH',
    path: ONE,
    summary: 'Changes a destination by JSON Merge Patch; masks sent back unchanged keep their secrets.',
    body: z.record(z.string(), z.unknown()),
    status: 200,
    answer: savedDestination,
    action: 'destination.update',
    tagged: true,
  }),
  remove: route({
    ...act,
    method: 'DELETE',
    path: ONE,
    summary: 'Deletes a destination. With open deliveries only if they may be discarded.',
    query: z.strictObject({
      discard: z
        .enum(['true', 'false'])
        .default('false')
        .transform((text) => text === 'true'),
    }),
    body: null,
    status: 204,
    answer: null,
    action: 'destination.delete',
  }),
  pause: route({
    ...act,
    method: 'POST',
    path: `${ONE}/pause`,
    summary: 'Pauses a destination: its deliveries are made and wait.',
    body: null,
    status: 200,
    answer: destinationAnswer,
    action: 'destination.pause',
    tagged: true,
  }),
  resume: route({
    ...act,
    method: 'POST',
    path: `${ONE}/resume`,
    summary: 'Ends a pause or a hold: what waited is sent, paced.',
    body: null,
    status: 200,
    answer: destinationAnswer,
    action: 'destination.resume',
    tagged: true,
  }),
  rotateSecret: route({
    ...act,
    method: 'POST',
    path: `${ONE}/rotate_secret`,
    summary: 'Makes a new signing secret, shown this once; the old one signs beside it for a while.',
    body: overlap,
    status: 201,
    answer: z.object({ signing_secret: z.string(), previous_expires_at: rfc3339, revision: z.number().int() }),
    action: 'destination.rotate_secret',
    tagged: true,
  }),
  revisions: route({
    method: 'GET',
    path: `${ONE}/revisions`,
    summary: 'What a destination was, newest first, and who changed it.',
    role: 'viewer',
    reach: 'space',
    params: atDestination,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(
      z.object({
        revision: z.number().int(),
        at: rfc3339,
        actor: z.string(),
        snapshot: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
};
