import { isFault, type DestinationEffect, type Fault, type Response } from '@app/contracts';
import type { Judged, Judgement } from '../kind.js';
import { askedToWaitUntil, isRetryable, isSuccess, judgeFault, refuseForGood, retryAsAsked } from '../status.js';

/** Statuses that may pass by themselves, beside 5xx: request timeout, too early, too many requests. */
const RETRYABLE = [408, 425, 429];

/** How long a 429 that names no time slows the destination: as long as a first hold. */
const UNASKED_WAIT_MS = 10_000;

const judgeStatus = (response: Response, now: number): Judged => {
  const { status } = response;
  if (isSuccess(status)) return { verdict: 'sent' };
  if (status === 410) return { verdict: 'dead', reason: 'gone', detail: 'answered 410: the endpoint is gone for good' };
  if (!isRetryable(status, RETRYABLE)) return refuseForGood(response);
  return retryAsAsked(response, status === 429 ? 'throttled' : 'http_status', now);
};

/** 410 ends the endpoint; 429, and 503 with a time, ask for peace on behalf of everything sent there. */
const effectOf = (response: Response, now: number): DestinationEffect | null => {
  if (response.status === 410) return { effect: 'pause', reason: 'gone' };
  const asked = askedToWaitUntil(response, now);
  if (response.status === 429) return { effect: 'slow', until: asked ?? now + UNASKED_WAIT_MS, reason: 'throttled' };
  if (response.status === 503 && asked !== null) return { effect: 'slow', until: asked, reason: 'throttled' };
  return null;
};

/** What an answer means for `count` deliveries that shared the request: the same for each. */
export function judgeWebhook(count: number, answer: Response | Fault, now: number): Judgement {
  const judged = isFault(answer) ? judgeFault(answer) : judgeStatus(answer, now);
  const destination = isFault(answer) ? null : effectOf(answer, now);
  const each = Array.from({ length: count }, () => judged);
  return destination ? { each, destination } : { each };
}
