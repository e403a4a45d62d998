import type { Bucket, DeliveryId, Reason, VerdictLabel } from '@app/contracts';
import type { Queryable } from '../database.js';

/** One execution of a delivery. Times are epoch ms; `request` and `response` are the outcome's snapshots as JSON bytes. */
export interface AttemptRow {
  dispatch: number;
  attempt: number;
  verdict: VerdictLabel;
  reason: Reason | null;
  detail: string | null;
  http_status: number | null;
  may_have_arrived: boolean;
  started_at: number;
  duration_ms: number;
  next_attempt_at: number | null;
  request: Buffer | null;
  response: Buffer | null;
}

/** All attempts at a delivery, oldest first. */
export const readAttempts = (db: Queryable, bucket: Bucket, id: DeliveryId): Promise<AttemptRow[]> =>
  db.query<AttemptRow>({
    name: 'console.attempts_read',
    text: `select dispatch, attempt, verdict, reason, detail, http_status, may_have_arrived, started_at, duration_ms,
                  next_attempt_at, request, response
           from delivery_attempts where bucket = $1 and event_id = $2 order by started_at, dispatch, attempt`,
    values: [bucket, id],
  });
