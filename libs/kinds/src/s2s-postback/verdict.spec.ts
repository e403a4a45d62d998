import { describe, expect, it } from '@jest/globals';
import type { FaultReason, Response } from '@app/contracts';
import * as fc from 'fast-check';
import { s2sPostbackConfig } from './config.js';
import { judgePostback } from './verdict.js';

const NOW = 1_793_600_000_000;
const configured = (more: Record<string, unknown> = {}) =>
  s2sPostbackConfig.parse({ url_template: 'https://t.example/?id={event_id}', ...more });
const answer = (status: number, body = '', headers: Record<string, string> = {}): Response => ({
  status,
  headers,
  body: Buffer.from(body),
  truncated: false,
});
const judge = (given: Response, config = configured()) => {
  const { each, destination } = judgePostback(1, config, given, NOW);
  const [judged] = each === 'split' ? [] : each;
  if (!judged) throw new Error('no verdict');
  return { ...judged, destination };
};

describe('an expected status', () => {
  it.each([
    [200, 200, 'sent'],
    [200, 204, 'dead'],
    [[200, 204], 204, 'sent'],
    [[200, 204], 202, 'dead'],
    ['2xx', 200, 'sent'],
    ['2xx', 202, 'sent'],
    ['2xx', 299, 'sent'],
    ['2xx', 301, 'dead'],
    [302, 302, 'sent'],
    [503, 503, 'sent'],
    [503, 200, 'dead'],
  ])('of %j takes %d as %s', (expected_status, status, verdict) => {
    expect(judge(answer(status), configured({ expected_status })).verdict).toBe(verdict);
  });
});

describe('another status', () => {
  it.each([408, 500, 502, 503, 504, 599])('%d is tried again', (status) => {
    expect(judge(answer(status))).toEqual({ verdict: 'retry', reason: 'http_status', detail: `answered ${status}` });
  });

  it('429 slows the destination, until it says', () => {
    const until = NOW + 120_000;
    expect(judge(answer(429, '', { 'retry-after': '120' }))).toMatchObject({
      verdict: 'retry',
      reason: 'throttled',
      notBefore: until,
      destination: { effect: 'slow', until, reason: 'throttled' },
    });
    expect(judge(answer(429)).destination).toEqual({ effect: 'slow', until: NOW + 10_000, reason: 'throttled' });
  });

  it.each([201, 204, 400, 401, 403, 404, 410, 422, 425])('%d is final', (status) => {
    expect(judge(answer(status))).toEqual({ verdict: 'dead', reason: 'http_status', detail: `answered ${status}` });
  });

  it.each([301, 302, 307, 308])('%d is final and names where it points', (status) => {
    expect(judge(answer(status, '', { location: 'https://t.example/x/' }))).toMatchObject({
      verdict: 'dead',
      reason: 'redirect',
      detail: expect.stringContaining('to https://t.example/x/'),
    });
  });
});

describe('a body rule', () => {
  const must = configured({ body_must_contain: 'success=true' });
  const mustNot = configured({ body_must_not_contain: 'err_msg' });

  it.each([
    [must, 'success=true;', 'sent'],
    [must, 'success=false; err_msg=Invalid', 'dead'],
    [must, 'SUCCESS=TRUE', 'dead'],
    [must, '', 'dead'],
    [mustNot, 'ok', 'sent'],
    [mustNot, 'success=false; err_msg=Invalid', 'dead'],
    [configured({ body_must_contain: 'é' }), 'é', 'sent'],
  ])('%# judges the body of a 200', (config, body, verdict) => {
    expect(judge(answer(200, body), config)).toMatchObject(
      verdict === 'sent' ? { verdict } : { verdict, reason: 'body_rule' },
    );
  });

  it('says which rule was broken', () => {
    expect(judge(answer(200, 'no'), must).verdict).toBe('dead');
    expect(judge(answer(200, 'no'), must)).toMatchObject({
      detail: 'answered 200, but the body does not have "success=true" in its first 16 KiB',
    });
  });

  it('does not concern another status', () => {
    expect(judge(answer(500, 'err_msg'), mustNot).verdict).toBe('retry');
    expect(judge(answer(404, 'success=true'), must)).toMatchObject({ reason: 'http_status' });
  });
});

describe('no answer', () => {
  const faults: FaultReason[] = [
    'timeout',
    'dns_error',
    'connection_refused',
    'connection_reset',
    'tls_error',
    'proxy_error',
    'internal_error',
  ];
  it.each(faults)('%s is tried again', (fault) => {
    expect(judgePostback(1, configured(), { fault, detail: 'why', mayHaveArrived: true }, NOW)).toEqual({
      each: [{ verdict: 'retry', reason: fault, detail: 'why' }],
    });
  });

  it('from a refused address is final', () => {
    const fault = { fault: 'blocked_address', detail: 'why', mayHaveArrived: false } as const;
    expect(judgePostback(1, configured(), fault, NOW).each).toEqual([
      { verdict: 'dead', reason: 'blocked_address', detail: 'why' },
    ]);
  });
});

it('every status and body has a verdict', () => {
  const config = configured({ expected_status: '2xx', body_must_contain: 'a' });
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 999 }), fc.string(), fc.string(), (status, body, retryAfter) => {
      const { verdict } = judge(answer(status, body, { 'retry-after': retryAfter }), config);
      const retried = status === 408 || status === 429 || (status >= 500 && status < 600);
      expect(verdict).toBe(retried ? 'retry' : status < 300 && body.includes('a') ? 'sent' : 'dead');
    }),
  );
});
