import { CANONICALS, clickContext, deliveryId, destinationId, eventId, spaceId } from '@app/contracts';
import { DELIVERY_STATUSES } from '@app/persistence';
import { z } from 'zod';
import { anyOf, listOf, listQuery } from '../api/list.js';
import { moment } from '../api/moment.js';
import { route } from '../api/route.js';
import { inSpace, nothing, rfc3339 } from '../api/shapes.js';

const event = z.object({
  inbox_id: eventId,
  canonical: z.enum(CANONICALS),
  uid: z.string().nullable(),
  eid: z.string().nullable(),
  tg_id: z.string().nullable(),
  value: z.string().nullable(),
  currency: z.string().nullable(),
  occurred_at_ms: z.number().int(),
  accepted_at: rfc3339,
  door: z.string(),
});

/** What can have become of an event at a destination: a status of its delivery, or why there is none. */
const FATES = [...DELIVERY_STATUSES, 'unmapped', 'filtered', 'off', 'created_later', 'deleted'] as const;

const destinationFate = z.object({
  destination_id: destinationId,
  destination_name: z.string(),
  fate: z.enum(FATES),
  why: z.string().meta({ description: 'In a sentence, for people.' }),
  event_id: deliveryId.nullable(),
  reason: z.string().nullable(),
  attempt_count: z.number().int().nullable(),
});

/** One event with its click and what became of it everywhere. */
export const eventDetail = event.extend({
  first: z.boolean().meta({ description: 'First of its canonical for its uid.' }),
  revision: z.number().int().meta({ description: 'Configuration revision it was given out by.' }),
  position: z.object({ partition: z.number().int(), offset: z.number().int() }),
  payload: z.unknown().meta({ description: 'As it was received, personal fields hashed.' }),
  click: clickContext.partial().loose().nullable(),
  destinations: z.array(destinationFate),
});

export const eventRoutes = {
  list: route({
    method: 'GET',
    path: '/api/spaces/:space/events',
    summary: 'Events, newest first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery({
      uid: anyOf(z.string().min(1).max(128)),
      eid: anyOf(z.string().min(1).max(256)),
      tg_id: anyOf(z.string().regex(/^-?\d{1,18}$/, 'must be an integer of at most 18 digits')),
      from: moment.optional(),
      to: moment.optional(),
    }),
    body: null,
    status: 200,
    answer: listOf(event),
  }),
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/events/:inbox_id',
    summary: 'One event: as received, its click, and what became of it at every destination and why.',
    role: 'viewer',
    reach: 'space',
    params: z.strictObject({ space: spaceId, inbox_id: eventId }),
    query: nothing,
    body: null,
    status: 200,
    answer: eventDetail,
  }),
};
