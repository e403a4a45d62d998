import type { DeliveryTask, Fault, FaultReason, Response } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { judgeGraph } from './verdict.js';

const NOW = 1_793_600_000_000;
const HOUR = 3_600_000;
const task = aDeliveryTask({ kind: 'fb_capi', click: aClick() });
const two = [task, aDeliveryTask({ event_id: task.inbox_id as never })];

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  truncated: false,
});
const received = (count: number, headers: Record<string, string> = {}) =>
  answer(200, { events_received: count, messages: [], fbtrace_id: 'Trace' }, headers);
const failed = (code: number, more: Record<string, unknown> = {}, status = 400, headers: Record<string, string> = {}) =>
  answer(status, { error: { message: 'words', type: 'OAuthException', code, fbtrace_id: 'Trace', ...more } }, headers);
const judge = (given: Response | Fault, tasks: readonly DeliveryTask[] = [task]) => judgeGraph(tasks, given, NOW);
const one = (given: Response | Fault, of = task) => {
  const { each, destination } = judge(given, [of]);
  const [judged] = each === 'split' ? [] : each;
  if (!judged) throw new Error('no verdict');
  return { ...judged, ...(destination ? { destination } : {}) };
};

const RETRY = { verdict: 'retry', reason: 'http_status' };
const CREDENTIALS = { verdict: 'keep', reason: 'credentials', destination: { effect: 'pause', reason: 'credentials' } };

describe('transient', () => {
  it.each([
    [1, {}],
    [1, { error_subcode: 99, is_transient: false }],
    [2, { is_transient: false }],
    [2, { is_transient: true }],
    [5000, {}],
    [21_009, {}],
    [999_999, { is_transient: true }],
  ])('code %d with %j is tried again', (code, more) => {
    expect(one(failed(code, more))).toEqual({ ...RETRY, detail: expect.stringContaining(`Graph ${code}`) });
  });

  it.each([500, 502, 503, 504])('so is any %d', (status) => {
    expect(one(failed(999_999, {}, status)).verdict).toBe('retry');
    expect(one(answer(status, '<html>')).verdict).toBe('retry');
  });

  it.each(['<html>busy</html>', '', '{}', '[]', 'null', '{"error":"x"}', '{"error":{"code":"1"}}'])(
    'so is the body %p, whatever the status',
    (body) => {
      for (const status of [200, 400, 401, 404]) expect(one(answer(status, body))).toMatchObject(RETRY);
    },
  );

  it('obeys Retry-After', () => {
    expect(one(failed(2, {}, 500, { 'retry-after': '120' }))).toMatchObject({ notBefore: NOW + 120_000 });
  });
});

describe('rate limits', () => {
  const regain = (minutes: number) => ({
    'x-business-use-case-usage': JSON.stringify({
      '77': [
        {
          type: 'ads_management',
          call_count: 100,
          total_cputime: 1,
          total_time: 1,
          estimated_time_to_regain_access: minutes,
        },
      ],
    }),
  });

  it.each([
    [4, 1_504_022],
    [4, 1_504_039],
    [17, 2_446_079],
    [17, 1_885_172],
    [32, undefined],
    [341, undefined],
    [613, 1_487_742],
    [613, 1996],
    [613, 5_044_001],
    [613, undefined],
    ...[80_000, 80_001, 80_002, 80_003, 80_004, 80_005, 80_006, 80_008, 80_009, 80_014].map((code) => [
      code,
      undefined,
    ]),
  ])('code %d/%p slows the destination', (code, error_subcode) => {
    const until = NOW + 60_000;
    expect(one(failed(code ?? 0, { error_subcode }))).toMatchObject({
      verdict: 'retry',
      reason: 'throttled',
      notBefore: until,
      destination: { effect: 'slow', until, reason: 'throttled' },
    });
  });

  it('last until access is regained, or as Retry-After says', () => {
    expect(one(failed(80_004, {}, 400, regain(7)))).toMatchObject({ notBefore: NOW + 7 * 60_000 });
    expect(one(failed(80_004, {}, 400, { ...regain(7), 'retry-after': '30' }))).toMatchObject({
      destination: { effect: 'slow', until: NOW + 30_000 },
    });
  });

  it.each([
    [{ 'x-app-usage': '{"call_count":99,"total_cputime":5,"total_time":5}' }, null],
    [{ 'x-app-usage': '{"call_count":28,"total_cputime":100,"total_time":5}' }, 60_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":300}' }, 300_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":120.5}' }, 60_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":99.9,"reset_time_duration":300}' }, null],
    [regain(0), 60_000],
    [regain(3), 180_000],
    [
      { 'x-business-use-case-usage': 'junk', 'x-app-usage': '[]', 'x-ad-account-usage': '{"acc_id_util_pct":"x"}' },
      null,
    ],
  ])('are foreseen by the headers of a success: %#', (headers, wait) => {
    expect(one(received(1, headers as Record<string, string>))).toEqual({
      verdict: 'sent',
      detail: 'fbtrace_id Trace',
      ...(wait === null ? {} : { destination: { effect: 'slow', until: NOW + wait, reason: 'throttled' } }),
    });
  });
});

it('a policy block holds for hours and burns no attempt', () => {
  expect(one(failed(368))).toMatchObject({
    verdict: 'keep',
    notBefore: NOW + 4 * HOUR,
    destination: { effect: 'slow', until: NOW + 4 * HOUR, reason: 'policy_block' },
  });
});

describe('token and permissions', () => {
  it.each([
    ...[458, 459, 460, 463, 464, 467, 492].map((subcode) => [190, subcode, 401] as const),
    ...[190, 102, 10, 200, 250, 299, 3, 294, 803, 104].map((code) => [code, undefined, 400] as const),
    [100, 33, 400] as const,
  ])('code %d/%p pauses and keeps', (code, error_subcode, status) => {
    expect(one(failed(code, { error_subcode }, status))).toMatchObject(CREDENTIALS);
  });

  it('keep every event of a batch', () => {
    expect(judge(failed(190), two).each).toEqual([0, 1].map(() => expect.objectContaining({ verdict: 'keep' })));
  });
});

describe('a bad payload', () => {
  const subcodes = [
    2_804_016, 2_804_036, 2_804_043, 2_804_066, 2_804_072, 2_804_087, 2_804_001, 2_804_007, 2_804_017, 2_804_019,
    2_804_048, 2_804_030,
  ];
  it.each([
    [100, 2_804_003, 'too_old'],
    [100, 2_804_009, 'missing_value'],
    [100, 2_804_050, 'no_identifier'],
    ...subcodes.map((subcode) => [100, subcode, 'graph_rejected'] as const),
    [100, undefined, 'graph_rejected'],
    [105, undefined, 'graph_rejected'],
    [2500, undefined, 'graph_rejected'],
  ])('code %d/%p is final as %s', (code, error_subcode, reason) => {
    expect(one(failed(code, { error_subcode, is_transient: false }))).toMatchObject({ verdict: 'dead', reason });
  });

  it('is looked for in halves', () => {
    expect(judge(failed(100, { error_subcode: 2_804_050 }), two)).toEqual({ each: 'split' });
  });

  it('keeps what Graph said, for people', () => {
    const more = { error_subcode: 2_804_016, error_user_title: 'Not hashed' };
    expect(one(failed(100, more)).detail).toBe('Graph 100/2804016: Not hashed; words; fbtrace_id Trace');
  });

  it('for want of a click is tried once more, while one may still come', () => {
    const refusal = failed(100, { error_subcode: 2_804_050 });
    const of = (more: Partial<DeliveryTask>) =>
      one(refusal, aDeliveryTask({ click: null, uid: 'u-1', ...more })).verdict;
    expect(of({})).toBe('retry');
    expect(of({ attempt: 11, attempt_base: 10 })).toBe('retry');
    expect(of({ attempt: 2 })).toBe('dead');
    expect(of({ uid: null })).toBe('dead');
    expect(of({ click: aClick() })).toBe('dead');
  });
});

describe('a success', () => {
  it('is one when every event was received', () => {
    expect(judge(received(2), two).each).toEqual([0, 1].map(() => ({ verdict: 'sent', detail: 'fbtrace_id Trace' })));
    expect(one(answer(200, { events_received: 1 }, { 'x-fb-trace-id': 'Head' })).detail).toBe('fbtrace_id Head');
    expect(one(answer(200, { events_received: 1 }))).toEqual({ verdict: 'sent' });
  });

  it('is one even where its warnings were too long to be kept', () => {
    const cut = { ...answer(200, '{"events_received":2,"messages":["an event wi'), truncated: true };
    expect(judge(cut, two).each).toEqual([{ verdict: 'sent' }, { verdict: 'sent' }]);
    expect(one({ ...cut, truncated: false })).toMatchObject(RETRY);
  });

  it('is none when fewer were', () => {
    expect(judge(received(1), two)).toEqual({ each: 'split' });
    expect(one(received(0))).toMatchObject({ verdict: 'retry', reason: 'graph_rejected' });
  });

  it('is none with an error in it', () => expect(one(failed(190, {}, 200))).toMatchObject(CREDENTIALS));

  it('keeps what Graph minds all the same', () => {
    const body = { events_received: 1, messages: ['odd currency'], fbtrace_id: 'T' };
    expect(one(answer(200, body)).detail).toBe('fbtrace_id T; odd currency');
    expect(judge(received(1, { 'x-ad-api-version-warning': 'v24 was called as v26' })).warnings).toEqual([
      'Graph warns of the API version: v24 was called as v26',
    ]);
  });
});

describe('an answer of somebody else', () => {
  it('that redirects is final', () => {
    expect(one(answer(302, '', { location: 'https://x.example/' }))).toMatchObject({
      verdict: 'dead',
      reason: 'redirect',
    });
  });

  it('that finds the request too large is split, then final', () => {
    expect(judge(answer(413, '<html>'), two)).toEqual({ each: 'split' });
    expect(one(answer(413, '<html>'))).toMatchObject({ verdict: 'dead', reason: 'http_status' });
  });

  it('that asks for peace has it', () => {
    expect(one(answer(429, ''))).toMatchObject({
      reason: 'throttled',
      destination: { effect: 'slow', until: NOW + 10_000 },
    });
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
  ];
  it.each(faults)('%s is tried again', (fault) => {
    expect(one({ fault, detail: 'why', mayHaveArrived: true })).toEqual({
      verdict: 'retry',
      reason: fault,
      detail: 'why',
    });
  });
});

it('whatever comes back has a verdict for every task', () => {
  const error = fc.record(
    {
      code: fc.integer({ min: 0, max: 100_000 }),
      error_subcode: fc.jsonValue(),
      is_transient: fc.jsonValue(),
      message: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(fc.jsonValue(), fc.record({ error }), fc.record({ events_received: fc.integer() }));
  const usage = fc.constantFrom('x-app-usage', 'x-ad-account-usage', 'x-business-use-case-usage', 'retry-after');
  const headers = fc.dictionary(usage, fc.oneof(fc.json(), fc.string()));
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 999 }), body, headers, fc.boolean(), (status, given, own, alone) => {
      const tasks = alone ? [task] : two;
      const { each, destination } = judge(answer(status, given, own), tasks);
      if (each === 'split') expect(alone).toBe(false);
      else expect(each).toHaveLength(tasks.length);
      if (destination?.effect === 'slow') expect(destination.until).toBeGreaterThanOrEqual(NOW);
    }),
  );
});
