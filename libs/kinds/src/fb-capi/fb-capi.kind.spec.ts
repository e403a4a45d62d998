import { VERSION } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import { fbCapiConfig } from './config.js';
import { fbCapi } from './fb-capi.kind.js';

const NOW = 1_793_600_001_000;
const TOKEN = 'EAAB0123456789abcdefg';
const config = (more: Record<string, unknown> = {}) =>
  fbCapiConfig.parse({ pixel_id: '1234567890', access_token: TOKEN, ...more });
const kind = fbCapi('https://graph.test');
const task = (more: Parameters<typeof aDeliveryTask>[0] = {}) =>
  aDeliveryTask({ kind: 'fb_capi', event: 'Lead', click: aClick({ landing: 'https://o.example/' }), ...more });
const render = (tasks: ReturnType<typeof task>[], own = config()) => {
  const rendered = kind.render(tasks, own, NOW);
  return { ...rendered, json: JSON.parse(rendered.request?.body?.toString() ?? 'null') as Record<string, unknown> };
};
const problems = (more: Record<string, unknown>) =>
  fbCapiConfig
    .safeParse({ pixel_id: '1234567890', access_token: TOKEN, ...more })
    .error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('the request', () => {
  it('carries the token in its header alone', () => {
    const { request } = render([task()]);
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://graph.test/v26.0/1234567890/events',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'user-agent': `Waybill/${VERSION}`,
      },
    });
    expect(`${request?.url}${request?.body?.toString()}`).not.toContain(TOKEN);
  });

  it('carries all events that are not refused, in order', () => {
    const tasks = ['a', 'b', 'c'].map((eid) => task({ eid, ...(eid === 'b' ? { event: 'Purchase' } : {}) }));
    const { json, refused } = render(tasks, config({ event_id_from: 'eid', batch_max: 10 }));
    expect(json).toEqual({
      data: [expect.objectContaining({ event_id: 'a' }), expect.objectContaining({ event_id: 'c' })],
    });
    expect(refused).toEqual([{ task: tasks[1], reason: 'missing_value', detail: expect.any(String) }]);
  });

  it('is none when every event is refused', () => {
    expect(render([task({ event: 'Purchase' })])).toMatchObject({
      request: null,
      refused: [{ reason: 'missing_value' }],
    });
  });

  it('has the test event code on test sends only, unless it shall be on all', () => {
    const tests = config({ test_event_code: 'TEST123' });
    expect(render([task()], tests).json).not.toHaveProperty('test_event_code');
    expect(render([task({ mode: 'test' })], tests).json).toHaveProperty('test_event_code', 'TEST123');
    const all = config({ test_event_code: 'TEST123', test_event_code_on: 'all' });
    expect(render([task()], all).json).toHaveProperty('test_event_code', 'TEST123');
    expect(kind.hints?.(all)).toHaveLength(1);
    expect(kind.hints?.(tests)).toEqual([]);
  });

  it('warns of a test that would count', () => {
    const warned = (own: ReturnType<typeof config>) =>
      render([task({ mode: 'test' })], own).warnings?.map(({ text }) => text) ?? [];
    expect(warned(config())).toContain('Without a test event code this counts as a real event.');
    expect(warned(config({ test_event_code: 'T1' }))).not.toContain(
      'Without a test event code this counts as a real event.',
    );
  });
});

describe('the configuration', () => {
  it('fills what is left out', () => {
    expect(config()).toEqual({
      pixel_id: '1234567890',
      access_token: TOKEN,
      api_version: 'v26.0',
      action_source: 'website',
      event_source_url: null,
      test_event_code: null,
      test_event_code_on: 'tests',
      batch_max: 1,
      event_id_from: 'delivery',
    });
  });

  it.each([
    { pixel_id: 'px-1' },
    { pixel_id: 1_234_567_890 },
    { pixel_id: '../me' },
    { access_token: 'short' },
    { access_token: `${TOKEN}\r\nx: y` },
    { api_version: '26.0' },
    { api_version: 'v26.0/../v1.0' },
    { action_source: 'app' },
    { action_source: { deposit: 'website' } },
    { action_source: { default: 'website', visit: 'chat' } },
    { event_source_url: 'offer.example' },
    { event_source_url: 'https://u:p@offer.example/' },
    { test_event_code: '' },
    { batch_max: 0 },
    { batch_max: 1001 },
    { event_id_from: 'inbox_id' },
  ])('refuses %j', (given) => expect(problems(given)[0]?.split('.')[0]).toBe(Object.keys(given)[0]));

  it('warns of a version that is gone', () => {
    expect(kind.hints?.(config({ api_version: 'v20.0' }))).toEqual(['Graph API v20.0 no longer answers.']);
    expect(kind.hints?.(config({ api_version: 'v21.0' }))).toEqual([]);
  });

  it('has a form field for each key', () => {
    expect(kind.fields.map(({ name }) => name)).toEqual(Object.keys(config()));
  });

  it('keeps the rules of the receiver', () => {
    expect(kind.limits.batchMax(config({ batch_max: 50 }))).toBe(50);
    expect(kind.limits).toMatchObject({ maxAgeMs: 604_800_000, dedupWindowMs: 172_800_000 });
  });
});
