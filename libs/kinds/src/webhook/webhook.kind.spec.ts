import { VERSION } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { webhookConfig } from './config.js';
import { webhook } from './webhook.kind.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW = Date.now();
const config = webhookConfig.parse({ url: 'https://example.com/hook', signing_secret: SECRET });

const request = (task = aDeliveryTask(), own = config, now = NOW) => {
  const { request: rendered } = webhook.render([task], own, now);
  if (!rendered?.body) throw new Error('nothing rendered');
  return { ...rendered, body: rendered.body, json: JSON.parse(rendered.body.toString()) as Record<string, unknown> };
};

const signatures = (own: typeof config, now: number) => request(aDeliveryTask(), own, now).headers['webhook-signature'];

const problems = (value: Record<string, unknown>) =>
  webhookConfig.safeParse({ url: 'https://example.com/', ...value }).error?.issues.map(({ message }) => message) ?? [];

describe('the body', () => {
  it('has every key, null where nothing is known', () => {
    expect(request(aDeliveryTask({ uid: null })).body.toString()).toBe(
      '{"event":"registration","canonical":"registration","event_id":"00000000-0000-8000-8000-0000000000e1",' +
        '"inbox_id":"00000000-0000-8000-8000-00000000001b","space_id":"00000000-0000-8000-8000-00000000005a","eid":null,' +
        '"test":false,"occurred_at_ms":1793600000000,"click":{"uid":null,"tg_id":null,"fbclid":null,"campaign_id":null,' +
        '"campaign_name":null,"adset_id":null,"adset_name":null,"ad_id":null,"ad_name":null,"placement":null,' +
        '"country":null,"link":null,"params":null},"data":{}}',
    );
  });

  it('carries the click and nothing of the person', () => {
    const click = aClick({ uid: 'u-9', fbclid: 'AbC', link: 'summer', params: { sub1: 'x' }, ip: '203.0.113.9' });
    const { json, body } = request(aDeliveryTask({ uid: 'u-9', click, user: { email: ['hashed'] } }));
    expect(json['click']).toMatchObject({ uid: 'u-9', fbclid: 'AbC', link: 'summer', params: { sub1: 'x' } });
    expect(body.toString()).not.toMatch(/203\.0\.113\.9|hashed/);
  });

  it('names the uid and tg_id of an event whose click is unknown', () => {
    expect(request(aDeliveryTask({ uid: 'u-2', tg_id: '42' })).json['click']).toMatchObject({
      uid: 'u-2',
      tg_id: '42',
    });
  });

  it('lets money win over own data', () => {
    const data = { value: 'mine', plan: 'gold', currency: 'XXX' };
    const deposit = aDeliveryTask({ canonical: 'deposit', value: '25.00', currency: 'USD', data });
    expect(request(deposit).json['data']).toEqual({ plan: 'gold', value: '25.00', currency: 'USD' });
    expect(request(aDeliveryTask({ data })).json['data']).toEqual({ plan: 'gold' });
  });

  it('says that a test is one', () => expect(request(aDeliveryTask({ mode: 'test' })).json['test']).toBe(true));

  it('is the same bytes on every attempt', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 1, max: 50 }), (data, attempt) => {
        const first = aDeliveryTask({ data });
        const later = aDeliveryTask({ data, attempt, dispatch: attempt, revision: attempt, born_at_ms: NOW });
        const read: unknown = JSON.parse(JSON.stringify(later));
        expect(request(read as typeof later, config, NOW + 86_400_000).body).toEqual(request(first).body);
      }),
    );
  });
});

describe('the request', () => {
  it('is signed, named and dated', () => {
    const { method, url, headers, body } = request();
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://example.com/hook' });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'user-agent': `Waybill/${VERSION}`,
      'webhook-id': '00000000-0000-8000-8000-0000000000e1',
      'webhook-timestamp': String(Math.floor(NOW / 1000)),
      'webhook-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/),
    });
    new Webhook(SECRET).verify(body, headers);
  });

  it('carries own headers, in lower case', () => {
    const own = webhookConfig.parse({ url: config.url, method: 'PATCH', headers: { 'X-Api-Key': 'k' } });
    const { method, headers } = request(aDeliveryTask(), own);
    expect(method).toBe('PATCH');
    expect(headers).toMatchObject({ 'x-api-key': 'k' });
    expect(headers).not.toHaveProperty('webhook-signature');
  });
});

describe('rotation', () => {
  const { signing } = webhook;
  if (!signing) throw new Error('a webhook has signing secrets');

  it('signs with old and new until the overlap ends', () => {
    const { config: rotated, secret } = signing.rotate(config, NOW, 60_000);
    const both = signatures(rotated, NOW + 59_999)?.split(' ') ?? [];
    expect(both).toHaveLength(2);
    expect(both[0]).toBe(signatures({ ...config, signing_secret: secret }, NOW + 59_999));
    expect(both[1]).toBe(signatures(config, NOW + 59_999));
    expect(signatures(rotated, NOW + 60_000)?.split(' ')).toHaveLength(1);
    expect(webhookConfig.parse(rotated)).toEqual(rotated);
  });

  it('without overlap ends the old secret at once, and forgets what has expired', () => {
    const twice = signing.rotate(signing.rotate(config, NOW, 1000).config, NOW + 1000, 0).config;
    expect(twice.previous_signing_secrets).toEqual([]);
  });

  it('keeps at most ten old secrets', () => {
    let own = config;
    for (let round = 0; round < 15; round += 1) own = signing.rotate(own, NOW, 60_000).config;
    expect(own.previous_signing_secrets).toHaveLength(10);
    expect(signatures(own, NOW)?.split(' ')).toHaveLength(11);
  });

  it('makes a secret only where none is brought', () => {
    expect(signing.issue(config)).toEqual({ config, secret: null });
    const bare = webhookConfig.parse({ url: config.url });
    const issued = signing.issue(bare);
    expect(issued.config).toEqual({ ...bare, signing_secret: issued.secret });
  });
});

describe('the configuration', () => {
  it('fills what is left out', () => {
    expect(webhookConfig.parse({ url: 'http://example.com' })).toEqual({
      url: 'http://example.com',
      method: 'POST',
      headers: {},
      previous_signing_secrets: [],
    });
  });

  it.each(['', 'example.com', 'ftp://example.com/', 'https://u:p@example.com/', 'https://example.com/#x', 'https://'])(
    'refuses the URL %p',
    (url) => expect(problems({ url })).toHaveLength(1),
  );

  it.each([
    'Host',
    'content-length',
    'Content-Type',
    'WEBHOOK-ID',
    'webhook-signature',
    'connection',
    'user-agent',
    'expect',
  ])('does not let %s be replaced', (name) => expect(problems({ headers: { [name]: 'x' } })).toHaveLength(1));

  it.each(['a b', '', 'a:b', 'é', 'a\r\nb'])('refuses the header name %p', (name) => {
    expect(problems({ headers: { [name]: 'x' } })).not.toEqual([]);
  });

  it.each(['a\r\nb: c', 'a\0', ' a', 'a ', '東'])('refuses the header value %p', (value) => {
    expect(problems({ headers: { 'x-a': value } })).toHaveLength(1);
  });

  it.each(['', 'a', 'Bearer abc', 'a\tb', 'é'])('takes the header value %p', (value) => {
    expect(problems({ headers: { 'x-a': value } })).toEqual([]);
  });

  it('refuses another method, a weak secret and unknown keys', () => {
    expect(problems({ method: 'GET' })).toHaveLength(1);
    expect(problems({ signing_secret: 'whsec_c2hvcnQ=' })).toHaveLength(1);
    expect(problems({ extra: 1 })).toHaveLength(1);
  });

  it('has a form field for each key a person fills', () => {
    expect(webhook.fields.map(({ name }) => name)).toEqual(['url', 'method', 'headers', 'signing_secret']);
  });
});
