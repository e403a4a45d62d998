import { deliveryId, destinationId } from '@app/contracts';
import { z } from 'zod';
import { route } from '../api/route.js';
import { inSpace, nothing, rfc3339 } from '../api/shapes.js';

const count = z.number().int();
const off = count.meta({ description: '0 when nothing is missing.' });
const day = z.iso.date();

const door = z.object({
  first_offset: count,
  next_offset: count,
  fresh: count,
  duplicate: count,
  replayed: count,
  rejected: count,
  tombstones: count,
  skipped: count,
  off,
});

/** The ledger as answers carry it. */
export const ledgerAnswer = z.object({
  read_at: rfc3339,
  door: z
    .object({
      off,
      records_read: count,
      fresh: count,
      duplicate: count,
      replayed: count,
      rejected: count,
      tombstones: count,
      skipped: count,
      partitions: z.array(door.extend({ partition: count })).meta({ description: 'Those that are off.' }),
    })
    .meta({ description: 'Records read from `events`, over all spaces, against the offsets passed.' }),
  fan_out: z
    .object({ off, findings: z.array(z.object({ day, matched: count, rows: count })) })
    .meta({ description: 'Destinations that events of this space were matched to, against the deliveries there are.' }),
  delivery: z
    .object({
      off,
      findings: z.array(
        z.object({ day, destination_id: destinationId, counter: z.string(), counted: count, recounted: count }),
      ),
    })
    .meta({ description: 'Counters of deliveries against a recount.' }),
  open: z
    .object({
      off,
      findings: z.array(z.object({ day, destination_id: destinationId, rows: count, event_ids: z.array(deliveryId) })),
    })
    .meta({ description: 'Open deliveries that nobody is working on.' }),
  recounted: z.object({
    days: count,
    rows: count,
    matched: count,
    oldest_at: rfc3339.nullable().meta({ description: 'When the day was recounted whose recount is oldest.' }),
  }),
});

export const ledgerRoutes = {
  read: route({
    method: 'GET',
    path: '/api/spaces/:space/ledger',
    summary: 'Whether anything is missing: what was counted when it happened, against what there is.',
    role: 'viewer',
    reach: 'space',
    params: inSpace,
    query: nothing,
    body: null,
    status: 200,
    answer: ledgerAnswer,
  }),
};
