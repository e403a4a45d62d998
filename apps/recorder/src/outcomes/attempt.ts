import type { Outcome } from '@app/contracts';
import type { NewAttempt, TestResult } from '@app/persistence';
import { withoutNul } from '../records/without-nul.js';

const bytes = (snapshot: object | null): Buffer | null =>
  snapshot === null ? null : Buffer.from(JSON.stringify(snapshot));

/** The execution an outcome tells of, as it is kept. */
export const attemptOf = (outcome: Outcome): NewAttempt => ({
  bucket: outcome.bucket,
  eventId: outcome.event_id,
  outcomeId: outcome.outcome_id,
  dispatch: outcome.dispatch,
  attempt: outcome.attempt,
  verdict: outcome.verdict,
  reason: outcome.reason,
  detail: withoutNul(outcome.detail),
  httpStatus: outcome.http_status,
  mayHaveArrived: outcome.may_have_arrived,
  startedAtMs: outcome.started_at_ms,
  durationMs: outcome.duration_ms,
  nextAttemptAtMs: outcome.next_attempt_at_ms,
  request: bytes(outcome.request),
  response: bytes(outcome.response),
});

/** The answer to a test send; nothing for any other outcome. */
export function testResultOf(outcome: Outcome): TestResult[] {
  const { mode, job_id } = outcome;
  if (mode !== 'test' || job_id === undefined) return [];
  const { verdict, reason, detail, http_status, may_have_arrived, started_at_ms, duration_ms } = outcome;
  const { executed, request, response } = outcome;
  const result = { verdict, reason, detail, executed, http_status, may_have_arrived, started_at_ms, duration_ms };
  return [{ jobId: job_id, result: JSON.stringify({ ...result, request, response }).replaceAll('\\u0000', '\\ufffd') }];
}
