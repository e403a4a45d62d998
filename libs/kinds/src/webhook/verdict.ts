import { isFault, type DestinationEffect, type Fault, type Response } from '@app/contracts';
import type { Judged, Judgement } from '../kind.js';
import { asksForPeace, isRetryable, isSuccess, judgeFault, refuseForGood, retryAsAsked } from '../status.js';

/** Statuses that may pass by themselves, beside 5xx: request timeout, too early, too many requests. */
const RETRYABLE = [408, 425, 429];

const judgeStatus = (response: Response, now: number): Judged => {
  const { status } = response;
  if (isSuccess(status)) return { verdict: 'sent' };
  if (status === 410) return { verdict: 'dead', reason: 'gone', detail: 'answered 410: the endpoint is gone for good' };
  if (!isRetryable(status, RETRYABLE)) return refuseForGood(response);
  return retryAsAsked(response, status === 429 ? 'throttled' : 'http_status', now);
};

/** 410 ends the endpoint. */
const effectOf = (response: Response, now: number): DestinationEffect | null =>
  response.status === 410 ? { effect: 'pause', reason: 'gone' } : asksForPeace(response, now);

/** What an answer means for `count` deliveries that shared the request: the same for each. */
export function judgeWebhook(count: number, answer: Response | Fault, now: number): Judgement {
  const judged = isFault(answer) ? judgeFault(answer) : judgeStatus(answer, now);
  const destination = isFault(answer) ? null : effectOf(answer, now);
  const each = Array.from({ length: count }, () => judged);
  return destination ? { each, destination } : { each };
}
