import { isFault, type Fault, type Response } from '@app/contracts';
import type { Judged, Judgement } from '../kind.js';
import { asksForPeace, isRetryable, isSuccess, judgeFault, refuseForGood, retryAsAsked } from '../status.js';
import type { S2sPostbackConfig } from './config.js';

/** Statuses that may pass by themselves, beside 5xx: request timeout, too many requests. */
const RETRYABLE = [408, 429];

const isExpected = (expected: S2sPostbackConfig['expected_status'], status: number): boolean =>
  expected === '2xx' ? isSuccess(status) : [expected].flat().includes(status);

/** Why the body of an expected answer is a refusal after all; `null` if it is none. */
function brokenRule({ body_must_contain, body_must_not_contain }: S2sPostbackConfig, body: Buffer): string | null {
  if (body_must_contain !== null && !body.includes(body_must_contain)) {
    return `the body does not have ${JSON.stringify(body_must_contain)} in its first 16 KiB`;
  }
  return body_must_not_contain !== null && body.includes(body_must_not_contain)
    ? `the body has ${JSON.stringify(body_must_not_contain)}`
    : null;
}

/** A refusal told in the body is one for good: trackers that answer so answer the same again. */
function judgeExpected(config: S2sPostbackConfig, { status, body }: Response): Judged {
  const broken = brokenRule(config, body);
  return broken === null
    ? { verdict: 'sent' }
    : { verdict: 'dead', reason: 'body_rule', detail: `answered ${status}, but ${broken}` };
}

function judgeStatus(config: S2sPostbackConfig, response: Response, now: number): Judged {
  const { status } = response;
  if (isExpected(config.expected_status, status)) return judgeExpected(config, response);
  if (isRetryable(status, RETRYABLE)) return retryAsAsked(response, status === 429 ? 'throttled' : 'http_status', now);
  return refuseForGood(response);
}

/** What an answer means for `count` deliveries that shared the request: the same for each. */
export function judgePostback(
  count: number,
  config: S2sPostbackConfig,
  answer: Response | Fault,
  now: number,
): Judgement {
  if (isFault(answer)) return { each: Array.from({ length: count }, () => judgeFault(answer)) };
  const judged = judgeStatus(config, answer, now);
  const each = Array.from({ length: count }, () => judged);
  const destination = judged.verdict === 'retry' ? asksForPeace(answer, now) : null;
  return destination ? { each, destination } : { each };
}
