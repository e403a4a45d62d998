import { describe, expect, it } from '@jest/globals';
import type { Fault, FaultReason, Response } from '@app/contracts';
import * as fc from 'fast-check';
import { judgeWebhook } from './verdict.js';

const NOW = 1_793_600_000_000;
const answer = (status: number, headers: Record<string, string> = {}): Response => ({
  status,
  headers,
  body: Buffer.alloc(0),
  truncated: false,
});
const fault = (reason: FaultReason): Fault => ({ fault: reason, detail: 'why', mayHaveArrived: false });
const judge = (given: Response | Fault) => {
  const { each, destination } = judgeWebhook(1, given, NOW);
  const [judged] = each === 'split' ? [] : each;
  if (!judged) throw new Error('no verdict');
  return { ...judged, destination };
};
const asked = { 'retry-after': '120' };
const until = NOW + 120_000;

describe('statuses', () => {
  it.each([200, 201, 202, 204, 299])('%d is sent', (status) => {
    expect(judge(answer(status, asked))).toEqual({ verdict: 'sent' });
  });

  it.each([408, 425, 500, 502, 503, 504, 520, 599])('%d is tried again', (status) => {
    expect(judge(answer(status))).toEqual({ verdict: 'retry', reason: 'http_status', detail: `answered ${status}` });
  });

  it.each([408, 425, 500, 502])('%d is tried again when it asks, and slows nobody', (status) => {
    expect(judge(answer(status, asked))).toMatchObject({ verdict: 'retry', notBefore: until, destination: undefined });
  });

  it('429 slows the destination, with a time or without', () => {
    expect(judge(answer(429, asked))).toEqual({
      verdict: 'retry',
      reason: 'throttled',
      detail: 'answered 429',
      notBefore: until,
      destination: { effect: 'slow', until, reason: 'throttled' },
    });
    expect(judge(answer(429))).toEqual({
      verdict: 'retry',
      reason: 'throttled',
      detail: 'answered 429',
      destination: { effect: 'slow', until: NOW + 10_000, reason: 'throttled' },
    });
  });

  it('503 slows the destination only with a time', () => {
    expect(judge(answer(503, asked))).toMatchObject({
      verdict: 'retry',
      reason: 'http_status',
      notBefore: until,
      destination: { effect: 'slow', until },
    });
    expect(judge(answer(503, { 'retry-after': 'later' })).destination).toBeUndefined();
  });

  it('410 is final and pauses', () => {
    expect(judge(answer(410))).toMatchObject({
      verdict: 'dead',
      reason: 'gone',
      destination: { effect: 'pause', reason: 'gone' },
    });
  });

  it.each([400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 451, 600, 999])('%d is final', (status) => {
    expect(judge(answer(status, asked))).toEqual({
      verdict: 'dead',
      reason: 'http_status',
      detail: `answered ${status}`,
    });
  });

  it.each([300, 301, 302, 303, 304, 307, 308])('%d is final and names where it points', (status) => {
    expect(judge(answer(status, { location: 'http://169.254.169.254/' }))).toMatchObject({
      verdict: 'dead',
      reason: 'redirect',
      detail: expect.stringContaining('to http://169.254.169.254/'),
    });
    expect(judge(answer(status)).detail).toContain('without a Location');
  });

  it('has a verdict for every status and any header', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 999 }), fc.string(), fc.string(), (status, retryAfter, location) => {
        const { verdict } = judge(answer(status, { 'retry-after': retryAfter, location }));
        const retried = [408, 425, 429].includes(status) || (status >= 500 && status < 600);
        expect(verdict).toBe(status < 300 ? 'sent' : retried ? 'retry' : 'dead');
      }),
    );
  });
});

describe('faults', () => {
  it.each([
    'timeout',
    'dns_error',
    'connection_refused',
    'connection_reset',
    'tls_error',
    'proxy_error',
    'internal_error',
  ] as const)('%s is tried again', (reason) => {
    expect(judge(fault(reason))).toEqual({ verdict: 'retry', reason, detail: 'why' });
  });

  it('a refused address is final', () => {
    expect(judge(fault('blocked_address'))).toEqual({ verdict: 'dead', reason: 'blocked_address', detail: 'why' });
  });
});
