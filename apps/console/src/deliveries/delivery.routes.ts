import { deliveryId, spaceId } from '@app/contracts';
import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { route } from '../api/route.js';
import { inSpace, nothing } from '../api/shapes.js';
import { deliveryAnswer, deliveryDetail, deliveryFilters } from './delivery.shape.js';

const LIST = '/api/spaces/:space/deliveries';
const ONE = `${LIST}/:event_id`;
const one = z.strictObject({ space: spaceId, event_id: deliveryId });

const act = {
  method: 'POST',
  role: 'operator',
  reach: 'space',
  params: one,
  query: nothing,
  body: null,
  status: 202,
  answer: deliveryAnswer,
} as const;

export const deliveryRoutes = {
  list: route({
    method: 'GET',
    path: LIST,
    summary: 'Deliveries, newest first. A page may hold fewer than asked for; the list ends where next_cursor is null.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery(deliveryFilters),
    body: null,
    status: 200,
    answer: listOf(deliveryAnswer),
  }),
  count: route({
    method: 'GET',
    path: `${LIST}/count`,
    summary: 'How many deliveries a list with these filters holds.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: z.strictObject(deliveryFilters),
    body: null,
    status: 200,
    answer: z.object({ count: z.number().int(), exact: z.boolean() }),
  }),
  read: route({
    method: 'GET',
    path: ONE,
    summary: 'One delivery with every attempt: what was sent, what came back, what is next.',
    role: 'viewer',
    reach: 'space',
    params: one,
    query: nothing,
    body: null,
    status: 200,
    answer: deliveryDetail,
  }),
  retry: route({
    ...act,
    path: `${ONE}/retry`,
    summary: 'Sends a delivery again now, with a fresh budget of attempts.',
    action: 'delivery.retry',
  }),
  discard: route({
    ...act,
    path: `${ONE}/discard`,
    summary: 'Gives a delivery up.',
    action: 'delivery.discard',
  }),
};
