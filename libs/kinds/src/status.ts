import type { DestinationEffect, Fault, Reason, Response } from '@app/contracts';
import type { Judged } from './kind.js';
import { parseRetryAfter } from './retry-after.js';

/** Longest piece of the receiver's own text repeated in a detail. */
const MAX_QUOTED = 500;

/** How long a 429 that names no time slows the destination: as long as a first hold. */
const UNASKED_WAIT_MS = 10_000;

/** A fault ends the attempt, not the delivery, unless the address guard refused it: that no retry can change. */
export const judgeFault = ({ fault, detail }: Fault): Judged =>
  fault === 'blocked_address'
    ? { verdict: 'dead', reason: fault, detail }
    : { verdict: 'retry', reason: fault, detail };

/** When the answer asks to be called again (`Retry-After`), epoch ms; `null` if it does not. */
export const askedToWaitUntil = (response: Response, now: number): number | null =>
  parseRetryAfter(response.headers['retry-after'], now);

/** 2xx. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** 5xx, or one of the statuses the kind names. */
export const isRetryable = (status: number, also: readonly number[]): boolean =>
  (status >= 500 && status < 600) || also.includes(status);

/** Tried again with the moment the answer asks for, if it asks. */
export const retryAsAsked = (response: Response, reason: Reason, now: number): Judged => {
  const notBefore = askedToWaitUntil(response, now);
  return {
    verdict: 'retry',
    reason,
    detail: `answered ${response.status}`,
    ...(notBefore === null ? {} : { notBefore }),
  };
};

/** 429, and 503 with a time, ask for peace on behalf of everything sent there; `null`: the answer does not. */
export const asksForPeace = (response: Response, now: number): DestinationEffect | null => {
  const asked = askedToWaitUntil(response, now);
  if (response.status === 429) return { effect: 'slow', until: asked ?? now + UNASKED_WAIT_MS, reason: 'throttled' };
  if (response.status === 503 && asked !== null) return { effect: 'slow', until: asked, reason: 'throttled' };
  return null;
};

/** Final: the receiver's own refusal. A redirect is one, since nobody follows it; its target is named. */
export const refuseForGood = ({ status, headers }: Response): Judged => {
  if (status < 300 || status >= 400) return { verdict: 'dead', reason: 'http_status', detail: `answered ${status}` };
  const target = headers['location']?.slice(0, MAX_QUOTED);
  return {
    verdict: 'dead',
    reason: 'redirect',
    detail: `answered ${status}, ${target === undefined ? 'without a Location' : `to ${target}`}; redirects are not followed`,
  };
};
