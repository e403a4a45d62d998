import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@app/service';
import { RateLimits } from './rate-limits.js';

const token = { id: 'a', kind: 'ingest_token' } as const;

function refusal(limits: RateLimits, key: { id: string; kind: 'secret' | 'ingest_token' }, nowMs: number) {
  try {
    limits.admit(key, nowMs);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return { status: error.status, code: error.code, ...error.headers };
    throw error;
  }
}

const taken = (limits: RateLimits, calls: number, nowMs: number): number =>
  Array.from({ length: calls }, () => refusal(limits, token, nowMs)).filter((answer) => answer === null).length;

describe('the rate of a credential', () => {
  it('is a second of calls at once, then as many a second', () => {
    const limits = new RateLimits({ secret: 0, ingest_token: 200 });
    expect(taken(limits, 500, 1000)).toBe(200);
    expect(taken(limits, 500, 1100)).toBe(20);
    expect(taken(limits, 500, 60_000)).toBe(200);
  });

  it('says when to come again', () => {
    const limits = new RateLimits({ secret: 0, ingest_token: 1 });
    limits.admit(token, 0);
    expect(refusal(limits, token, 100)).toEqual({
      status: 429,
      code: 'rate_limited',
      'retry-after': '1',
      ratelimit: '"token";r=0;t=1',
      'ratelimit-policy': '"token";q=1;w=1',
    });
  });

  it('is each one’s own, and none where it is off', () => {
    const limits = new RateLimits({ secret: 0, ingest_token: 1 });
    limits.admit(token, 0);
    expect(refusal(limits, { id: 'b', kind: 'ingest_token' }, 0)).toBeNull();
    for (let call = 0; call < 1000; call += 1) expect(refusal(limits, { id: 'c', kind: 'secret' }, 0)).toBeNull();
  });

  it('does not suffer from a clock that goes back', () => {
    const limits = new RateLimits({ secret: 0, ingest_token: 2 });
    limits.admit(token, 10_000);
    expect(refusal(limits, token, 0)).toBeNull();
  });
});
