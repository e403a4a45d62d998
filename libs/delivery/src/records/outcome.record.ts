import { randomUUID } from 'node:crypto';
import type { DestinationDecision, Outcome } from '@app/contracts';
import { isFault } from '@app/contracts';
import { requestSnapshot, responseSnapshot } from '@app/egress';
import type { OutgoingRecord } from '@app/kafka';
import { TOPICS } from '@app/kafka';
import type { Exchange } from '../attempt/attempt.js';
import type { Conclusion } from './conclusion.js';
import type { Ticket } from './ticket.js';

/** What is told about the call; tasks that shared a request share it. */
export interface CallReport {
  readonly executed: boolean;
  readonly httpStatus: number | null;
  readonly mayHaveArrived: boolean;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly request: Outcome['request'];
  readonly response: Outcome['response'];
}

/** The report of an exchange, secrets masked. */
export function reportOf({ request, answer, startedAt, durationMs }: Exchange, secrets: readonly string[]): CallReport {
  const executed = request !== null && answer !== null;
  return {
    executed,
    httpStatus: executed && !isFault(answer) ? answer.status : null,
    mayHaveArrived: executed && isFault(answer) && answer.mayHaveArrived,
    startedAtMs: Math.floor(startedAt),
    durationMs: Math.round(durationMs),
    request: request === null ? null : requestSnapshot(request, secrets),
    response: answer === null ? null : responseSnapshot(answer, secrets),
  };
}

/** Nothing was called. `now` is epoch ms. */
export const noCall = (now: number): CallReport => ({
  executed: false,
  httpStatus: null,
  mayHaveArrived: false,
  startedAtMs: Math.floor(now),
  durationMs: 0,
  request: null,
  response: null,
});

/** When and where a retry waits, once its record is stored. */
export interface Parked {
  readonly topic: string;
  readonly partition: number;
  /** Epoch ms. */
  readonly dueAt: number;
}

/** What one execution of a task came to. `destination` tells of a decision about its destination. */
export function outcomeOf(
  { task }: Ticket,
  conclusion: Conclusion,
  call: CallReport,
  parked: Parked | null,
  destination: DestinationDecision | null,
): Outcome {
  const notBefore = conclusion.verdict === 'keep' ? conclusion.notBefore : null;
  return {
    outcome_id: randomUUID(),
    event_id: task.event_id,
    inbox_id: task.inbox_id,
    space_id: task.space_id,
    destination_id: task.destination_id,
    kind: task.kind,
    bucket: task.bucket,
    dispatch: task.dispatch,
    attempt: task.attempt,
    revision: task.revision,
    ...(task.mode === undefined ? {} : { mode: task.mode }),
    ...(task.job_id === undefined ? {} : { job_id: task.job_id }),
    verdict: conclusion.verdict,
    reason: conclusion.reason,
    detail: conclusion.detail,
    executed: call.executed,
    http_status: call.httpStatus,
    may_have_arrived: call.mayHaveArrived,
    started_at_ms: call.startedAtMs,
    duration_ms: call.durationMs,
    next_attempt_at_ms: parked ? Math.ceil(parked.dueAt) : notBefore === null ? null : Math.ceil(notBefore),
    tier: parked ? { topic: parked.topic, partition: parked.partition } : null,
    request: call.request,
    response: call.response,
    destination,
  };
}

/** Its record; `reduced` leaves out what was sent and answered, for where that does not fit. */
export const outcomeRecord = (outcome: Outcome, reduced: boolean): OutgoingRecord => ({
  topic: TOPICS.outcomes,
  key: outcome.event_id,
  value: JSON.stringify(reduced ? { ...outcome, request: null, response: null } : outcome),
});
