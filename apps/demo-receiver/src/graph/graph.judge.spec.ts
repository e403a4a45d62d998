import { describe, expect, it } from '@jest/globals';
import { judgeBatch } from './graph.judge.js';

const NOW = 1_790_000_000;
const DAY = 86_400;
const HASH = 'a'.repeat(64);

const event = (over: Record<string, unknown> = {}) => ({
  event_name: 'Lead',
  event_time: NOW - 10,
  event_id: 'd-1',
  action_source: 'website',
  event_source_url: 'https://offer.example/',
  user_data: { external_id: 'u-1' },
  ...over,
});
const judge = (...data: unknown[]) => judgeBatch({ data }, NOW);
const purchase = (custom_data?: unknown) => event({ event_name: 'Purchase', ...(custom_data ? { custom_data } : {}) });

describe('Graph', () => {
  it('takes good events', () => {
    expect(judge(event(), purchase({ value: 25, currency: 'USD' }))).toEqual({ received: 2, messages: [] });
  });

  it.each([
    ['too old', event({ event_time: NOW - 7 * DAY - 1 }), 2_804_003],
    ['too old for a shop', event({ event_time: NOW - 62 * DAY - 1, action_source: 'physical_store' }), 2_804_003],
    ['a Purchase without anything', purchase(), 2_804_009],
    ['a Purchase without a currency', purchase({ value: 25 }), 2_804_009],
    ['an email in clear', event({ user_data: { em: 'a@b.example' } }), 2_804_016],
    ['an upper-case hash', event({ user_data: { em: [HASH.toUpperCase()] } }), 2_804_016],
    ['nobody', event({ user_data: {} }), 2_804_050],
    ['nobody but a browser', event({ user_data: { client_user_agent: 'Firefox', country: HASH } }), 2_804_050],
    ['a first name and nothing else', event({ user_data: { fn: HASH, ge: HASH } }), 2_804_050],
    ['milliseconds', event({ event_time: NOW * 1000 }), undefined],
    ['no name', event({ event_name: '' }), undefined],
    ['a source nobody knows', event({ action_source: 'telegram' }), undefined],
    ['a value in words', purchase({ value: '25.00', currency: 'USD' }), undefined],
    ['a currency nobody knows', purchase({ value: 25, currency: 'USDT' }), undefined],
    ['no event at all', 'event', undefined],
  ])('refuses %s, and what came with it', (_what, given, subcode) => {
    const judged = judge(event(), given, event());
    expect(judged).toMatchObject({ error: { code: 100, blame: expect.stringContaining('data[1]') } });
    expect('error' in judged && judged.error.subcode).toBe(subcode);
  });

  it.each([
    ['just under 7 days', event({ event_time: NOW - 7 * DAY })],
    ['60 days in a shop', event({ event_time: NOW - 60 * DAY, action_source: 'physical_store' })],
    ['a hash with its mark', event({ user_data: { em: `${HASH}.AQ`, ph: [`${HASH}.AbCdEf_-`] } })],
    ['name and country', event({ user_data: { fn: HASH, country: HASH } })],
    ['a lower-case currency', purchase({ value: 0, currency: 'usd' })],
  ])('takes %s', (_what, given) => {
    expect(judge(given)).toMatchObject({ received: 1 });
  });

  it('hints at what is of no use', () => {
    const user_data = { external_id: 'u', fbc: 'x', fbp: 'y', client_ip_address: 'z' };
    expect(judge({ ...event({ user_data }), event_source_url: undefined })).toEqual({
      received: 1,
      messages: [
        'fbc is malformed',
        'fbp is malformed',
        'client_ip_address is no IP address',
        'event_source_url is missing',
      ],
    });
  });

  it.each([[undefined], [{}], [{ data: [] }], [{ data: Array.from({ length: 1001 }, () => event()) }]])(
    'refuses what is no batch',
    (body) => {
      expect(judgeBatch(body, NOW)).toMatchObject({ error: { code: 100, blame: 'data' } });
    },
  );
});
