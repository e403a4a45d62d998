import { CANONICALS, spaceId } from '@app/contracts';
import { z } from 'zod';
import { listOf, listQuery } from '../api/list.js';
import { momentInBody } from '../api/moment.js';
import { route } from '../api/route.js';
import { atDestination, inSpace, nothing } from '../api/shapes.js';
import { deliveryFilters } from '../deliveries/delivery.shape.js';
import { estimateAnswer, jobAnswer, jobRate } from './job.shape.js';

const LIST = '/api/spaces/:space/redrives';
const ONE = `${LIST}/:id`;
const one = z.strictObject({ space: spaceId, id: z.uuid() });

const dryRun = z.boolean().default(false).meta({ description: 'Only count, exactly; nothing is changed.' });

const period = z
  .strictObject({
    from: momentInBody,
    to: momentInBody,
    canonicals: z.array(z.enum(CANONICALS)).min(1).max(CANONICALS.length).optional(),
    rate_per_s: jobRate,
    dry_run: dryRun,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' });

export const jobRoutes = {
  redrive: route({
    method: 'POST',
    path: LIST,
    summary: 'Sends deliveries again that failed, or were discarded: those a list with this filter holds.',
    role: 'operator',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: z.strictObject({
      filter: z.strictObject({
        ...deliveryFilters,
        from: momentInBody.optional(),
        to: momentInBody.optional(),
      }),
      rate_per_s: jobRate,
      dry_run: dryRun,
      accept_duplicates: z.boolean().default(false).meta({
        description: 'Send also what the receiver may count a second time.',
      }),
    }),
    status: 202,
    answer: jobAnswer,
    dryRunAnswer: estimateAnswer,
    action: 'redrive.create',
  }),
  backfill: route({
    method: 'POST',
    path: '/api/spaces/:space/destinations/:id/backfill',
    summary: 'Makes the deliveries of past events that did not exist then.',
    role: 'operator',
    reach: 'space',
    params: atDestination,
    query: nothing,
    body: period,
    status: 202,
    answer: jobAnswer,
    dryRunAnswer: estimateAnswer,
    action: 'destination.backfill',
  }),
  list: route({
    method: 'GET',
    path: LIST,
    summary: 'Redrives and backfills, newest first.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: listQuery({}),
    body: null,
    status: 200,
    answer: listOf(jobAnswer),
  }),
  read: route({
    method: 'GET',
    path: ONE,
    summary: 'A redrive or backfill and how far it came.',
    role: 'viewer',
    reach: 'space',
    params: one,
    query: nothing,
    body: null,
    status: 200,
    answer: jobAnswer,
  }),
  cancel: route({
    method: 'POST',
    path: `${ONE}/cancel`,
    summary: 'Stops a redrive or backfill: what it has moved goes on, the rest stays as it is.',
    role: 'operator',
    reach: 'space',
    params: one,
    query: nothing,
    body: null,
    status: 202,
    answer: jobAnswer,
    action: 'redrive.cancel',
  }),
};
