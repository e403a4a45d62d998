import { backfillRequest, redriveRequest } from '@app/contracts';
import type { DeliveryStatus, JobRow } from '@app/persistence';
import type { z } from 'zod';
import { shown } from '../api/moment.js';
import type { jobAnswer } from './job.shape.js';

/** Deliveries of a job by where they stand now. */
export type JobTally = Partial<Record<DeliveryStatus, number>>;

/** A job as answers carry it. */
export function shownJob(row: JobRow, tally: JobTally): z.input<typeof jobAnswer> {
  const isOpen = row.state === 'waiting' || row.state === 'running';
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    detail: detailOf(row.result),
    request: requestOf(row),
    rate_per_s: row.rate_per_s,
    total: row.total,
    emitted: row.emitted,
    pending: tally.pending ?? 0,
    sent: tally.sent ?? 0,
    failed: tally.failed ?? 0,
    failed_permanently: tally.failed_permanently ?? 0,
    discarded: tally.discarded ?? 0,
    eta_s: isOpen ? Math.ceil(Math.max(0, row.total - row.emitted) / row.rate_per_s) : 0,
    created_by: row.created_by,
    created_at: shown(row.created_at),
    updated_at: shown(row.updated_at),
  };
}

function requestOf({ kind, request }: JobRow): Record<string, unknown> {
  if (kind === 'redrive') return redriveRequest.parse(request).filter;
  const { destination_id, canonicals, from_ms, to_ms } = backfillRequest.parse(request);
  return { destination_id, canonicals, from: shown(from_ms), to: shown(to_ms) };
}

const detailOf = (result: unknown): string | null =>
  typeof result === 'object' && result !== null && 'detail' in result && typeof result.detail === 'string'
    ? result.detail
    : null;
