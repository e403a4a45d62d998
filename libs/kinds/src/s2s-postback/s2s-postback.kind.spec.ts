import { VERSION, type DeliveryTask } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import { s2sPostbackConfig } from './config.js';
import { s2sPostback } from './s2s-postback.kind.js';

const configOf = (url_template: string, more: Record<string, unknown> = {}) =>
  s2sPostbackConfig.parse({ url_template, ...more });
const render = (template: string, task: DeliveryTask, more: Record<string, unknown> = {}) =>
  s2sPostback.render([task], configOf(template, more), 0);
const problems = (more: Record<string, unknown>) =>
  s2sPostbackConfig
    .safeParse({ url_template: 'https://t.example/?id={eid}', ...more })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const deposit = aDeliveryTask({
  kind: 's2s_postback',
  canonical: 'deposit',
  event: 'sale',
  uid: 'u-9',
  eid: 'tx 1',
  value: '25.00',
  currency: 'USD',
  occurred_at_ms: 1_793_600_000_999,
  click: aClick({
    uid: 'u-9',
    tg_id: '42',
    fbclid: 'AbC',
    campaign_id: 'c1',
    campaign_name: 'c n',
    adset_id: 's1',
    adset_name: 's n',
    ad_id: 'a1',
    ad_name: 'a n',
    placement: 'feed',
    country: 'DE',
    link: 'summer',
    params: { subid: 'k/1', proto: 'x' },
  }),
});

describe('the request', () => {
  it('has every macro filled', () => {
    const names =
      'uid event canonical value currency occurred_at_ms occurred_at tg_id fbclid campaign_id campaign_name adset_id adset_name ad_id ad_name placement event_id eid country link q.subid secret.key';
    const query = names.split(' ').map((name) => `{${name}}`);
    const { request, warnings } = render(`https://t.example/?${query.join(';')}`, deposit, {
      secrets: { key: 'k&y-123' },
    });
    expect(request?.url.slice('https://t.example/?'.length).split(';')).toEqual([
      'u-9',
      'sale',
      'deposit',
      '25.00',
      'USD',
      '1793600000999',
      '1793600000',
      '42',
      'AbC',
      'c1',
      'c%20n',
      's1',
      's%20n',
      'a1',
      'a%20n',
      'feed',
      '00000000-0000-8000-8000-0000000000e1',
      'tx%201',
      'DE',
      'summer',
      'k%2F1',
      'k%26y-123',
    ]);
    expect(warnings).toEqual([]);
  });

  it('has nothing where nothing is known, and says so', () => {
    const { request, warnings } = render('https://t.example/?a={value}&b={q.constructor}&c={link}', aDeliveryTask());
    expect(request?.url).toBe('https://t.example/?a=&b=&c=');
    expect(warnings?.map(({ text }) => text)).toEqual([
      '{value} has no value here and stays empty.',
      '{q.constructor} has no value here and stays empty.',
      '{link} has no value here and stays empty.',
    ]);
  });

  it('names the uid and tg_id of an event whose click is unknown', () => {
    const { request } = render('https://t.example/{uid}/{tg_id}', aDeliveryTask({ uid: 'u-2', tg_id: '7' }));
    expect(request?.url).toBe('https://t.example/u-2/7');
  });

  it('is a GET without a body, or a POST with an empty one', () => {
    const headers = { 'user-agent': `Waybill/${VERSION}` };
    expect(render('https://t.example/?id={eid}', deposit).request).toEqual({
      method: 'GET',
      url: 'https://t.example/?id=tx%201',
      headers,
      body: null,
    });
    expect(render('https://t.example/', deposit, { method: 'POST' }).request).toEqual({
      method: 'POST',
      url: 'https://t.example/',
      headers,
      body: Buffer.alloc(0),
    });
  });

  it.each(['.', '..'])('is not made where a value of %p would change the path', (subid) => {
    const task = aDeliveryTask({ click: aClick({ params: { subid } }) });
    expect(render('https://t.example/a/{q.subid}/b?x={q.subid}', task)).toMatchObject({
      request: null,
      refused: [{ task, reason: 'blocked_address' }],
    });
    expect(render('https://t.example/a?x={q.subid}', task).request?.url).toBe(`https://t.example/a?x=${subid}`);
  });
});

describe('the configuration', () => {
  it('fills what is left out', () => {
    expect(configOf('https://t.example/')).toEqual({
      url_template: 'https://t.example/',
      method: 'GET',
      expected_status: 200,
      body_must_contain: null,
      body_must_not_contain: null,
      secrets: {},
    });
  });

  it('refuses secrets that are not there, and says which is meant', () => {
    const url_template = 'https://t.example/?t={secret.tokn}';
    expect(problems({ url_template })).toEqual([
      'url_template: {secret.tokn} names no secret of this destination: add it to secrets',
    ]);
    expect(problems({ url_template, secrets: { key: 'abcdef', token: 'abcdef' } })).toEqual([
      'url_template: {secret.tokn} names no secret of this destination: did you mean {secret.token}?',
    ]);
  });

  it.each([100, 600, 200.5, '200', '3xx', [], [200, '2xx'], null])('refuses the expected status %j', (given) => {
    expect(problems({ expected_status: given })).toEqual([
      'expected_status: must be a status from 200 to 599, a list of them, or "2xx"',
    ]);
  });

  it('refuses other methods, empty rules, short secrets and unknown keys', () => {
    expect(problems({ method: 'PUT' })).toHaveLength(1);
    expect(problems({ body_must_contain: '' })).toHaveLength(1);
    expect(problems({ secrets: { key: '12345' } })).toHaveLength(1);
    expect(problems({ secrets: { '1.x': '123456' } })).toHaveLength(1);
    expect(problems({ url: 'https://t.example/' })).toHaveLength(1);
  });

  it('warns of a template without an id', () => {
    expect(s2sPostback.hints?.(configOf('https://t.example/?v={value}'))).toHaveLength(1);
    expect(s2sPostback.hints?.(configOf('https://t.example/?v={eid}'))).toEqual([]);
  });

  it('has a form field for each key', () => {
    expect(s2sPostback.fields.map(({ name }) => name)).toEqual(Object.keys(configOf('https://t.example/')));
  });
});

describe('presets', () => {
  const answers: Record<string, string> = {
    host: 't.example',
    key: 'abcdef1',
    token: 'secret-1',
    nid: '77',
    deposit_event: '5',
  };
  const filled = (id: string, given: Record<string, string> = {}) => {
    const preset = s2sPostback.presets.find((candidate) => candidate.id === id);
    if (!preset) throw new Error(`no preset ${id}`);
    const usual = Object.fromEntries(preset.asks.map((ask) => [ask.name, ask.default]));
    const { config, event_map } = preset;
    const text = JSON.stringify({ config, event_map });
    const all = new Map(Object.entries({ ...usual, ...answers, ...given }));
    return JSON.parse(
      text.replace(/\[\[(\w+)\]\]/g, (_, name: string) => JSON.stringify(all.get(name)).slice(1, -1)),
    ) as {
      config: Record<string, unknown>;
      event_map: Record<string, string>;
    };
  };

  it.each([
    ['keitaro', 'https://t.example/abcdef1/postback?subid=k%2F1&status=sale&payout=25.00&currency=USD&tid=ID'],
    ['voluum', 'https://t.example/postback?cid=k%2F1&payout=25.00&currency=USD&txid=ID&et=deposit'],
    ['redtrack', 'https://t.example/postback?clickid=k%2F1&sum=25.00&type=deposit'],
    ['binom', 'https://t.example/click.php?cnv_id=k%2F1&payout=25.00&cnv_currency=USD&cnv_status=deposit'],
    ['everflow', 'https://t.example/?nid=77&transaction_id=k%2F1&amount=25.00&event_id=5'],
    ['tune', 'https://t.example/aff_lsr?transaction_id=k%2F1&amount=25.00&security_token=secret-1'],
  ])('%s calls what it should', (id, url) => {
    const { config, event_map } = filled(id, { click_parameter: 'subid' });
    const task = { ...deposit, event: event_map['deposit'] ?? '' };
    const { request } = s2sPostback.render([task], s2sPostbackConfig.parse(config), 0);
    expect(request?.url).toBe(url.replace('ID', deposit.event_id));
  });

  it('ask for everything they leave open, and for nothing else', () => {
    for (const { config, event_map, asks } of s2sPostback.presets) {
      const open = JSON.stringify([config, event_map]).matchAll(/\[\[(\w+)\]\]/g);
      expect(new Set([...open].map(([, name]) => name))).toEqual(new Set(asks.map(({ name }) => name)));
    }
  });

  it('of TUNE looks into the body', () => {
    expect(filled('tune').config).toMatchObject({
      body_must_contain: 'success=true',
      url_template: expect.stringContaining('{q.transaction_id}'),
    });
  });
});
