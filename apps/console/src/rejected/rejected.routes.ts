import { eventId, spaceId } from '@app/contracts';
import { z } from 'zod';
import { anyOf, listOf, listQuery } from '../api/list.js';
import { moment } from '../api/moment.js';
import { route } from '../api/route.js';
import { inSpace, nothing, rfc3339 } from '../api/shapes.js';

const word = z.string().min(1).max(100);

const rejected = z.object({
  id: z.uuid(),
  door: z.string(),
  reason: z.string(),
  detail: z.string(),
  at: rfc3339,
  position: z
    .object({ topic: z.string(), partition: z.number().int(), offset: z.number().int() })
    .optional()
    .meta({ description: 'Where the record stood, if it came by Kafka.' }),
  value: z
    .unknown()
    .meta({ description: 'What was refused, personal fields hashed or masked; `null` where it cannot be kept.' }),
  value_bytes: z.number().int(),
  value_sha256: z.string().nullable(),
  submitted_as: eventId.nullable().meta({ description: 'The event it became when it was fixed and submitted.' }),
});

export const rejectedRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/rejected',
    summary: 'What was refused at the doors, newest first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery({ reason: anyOf(word), door: anyOf(word), from: moment.optional(), to: moment.optional() }),
    body: null,
    status: 200,
    answer: listOf(rejected),
  }),
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/rejected/:id',
    summary: 'One refusal.',
    role: 'viewer',
    reach: 'space',
    params: z.strictObject({ space: spaceId, id: z.guid() }),
    query: nothing,
    body: null,
    status: 200,
    answer: rejected,
  }),
};
