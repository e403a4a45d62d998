import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';
import type { NewAttempt } from './delivery.rows.js';

const INSERT = `
  insert into delivery_attempts (bucket, event_id, outcome_id, dispatch, attempt, verdict, reason, detail, http_status,
                                 may_have_arrived, started_at, duration_ms, next_attempt_at, request, response)
  select * from unnest($1::date[], $2::uuid[], $3::uuid[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[],
                       $9::int[], $10::boolean[], $11::timestamptz[], $12::int[], $13::timestamptz[], $14::bytea[],
                       $15::bytea[])
  on conflict do nothing`;

/** Keeps executions; one that is kept already changes nothing. */
export async function insertAttempts(tx: Queryable, attempts: readonly NewAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const column = <T>(pick: (attempt: NewAttempt) => T): T[] => attempts.map(pick);
  await tx.query({
    name: 'outcomes.attempts',
    text: INSERT,
    values: [
      column((attempt) => attempt.bucket),
      column((attempt) => attempt.eventId),
      column((attempt) => attempt.outcomeId),
      column((attempt) => attempt.dispatch),
      column((attempt) => attempt.attempt),
      column((attempt) => attempt.verdict),
      column((attempt) => attempt.reason),
      column((attempt) => attempt.detail),
      column((attempt) => attempt.httpStatus),
      column((attempt) => attempt.mayHaveArrived),
      column((attempt) => timestamptz(attempt.startedAtMs)),
      column((attempt) => attempt.durationMs),
      column((attempt) => timestamptz(attempt.nextAttemptAtMs)),
      column((attempt) => attempt.request),
      column((attempt) => attempt.response),
    ],
  });
}
