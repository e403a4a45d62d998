import { hash } from 'node:crypto';
import type { DeliveryTask } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fbCapiConfig } from './config.js';
import { isCurrency } from './currencies.js';
import { renderEvent } from './event.js';
import { identifies } from './user-data.js';

const DAY = 86_400_000;
const AT = 1_793_600_000_000;
const config = (more: Record<string, unknown> = {}) =>
  fbCapiConfig.parse({ pixel_id: '1234567890', access_token: 'EAAB0123456789abcdefg', ...more });
const render = (given: Partial<DeliveryTask>, own = config(), now = AT + 1000) =>
  renderEvent(
    aDeliveryTask({ kind: 'fb_capi', event: 'Lead', occurred_at_ms: AT, accepted_at_ms: AT, ...given }),
    own,
    now,
  );
const event = (...given: Parameters<typeof render>) => {
  const rendered = render(...given);
  if ('reason' in rendered) throw new Error(`refused: ${rendered.reason}`);
  return rendered.event;
};
const hints = (...given: Parameters<typeof render>) => {
  const rendered = render(...given);
  return 'reason' in rendered ? [rendered.reason] : rendered.hints;
};
const reason = (...given: Parameters<typeof render>) => {
  const rendered = render(...given);
  return 'reason' in rendered ? rendered.reason : null;
};
const digest = (text: string) => hash('sha256', text, 'hex');

const click = aClick({
  uid: 'u-1',
  fbclid: 'IwAR0AbC',
  clicked_at_ms: AT - DAY,
  fbp: 'fb.1.1596403881668.1116446470',
  ip: '203.0.113.9',
  user_agent: 'Mozilla/5.0 (X)',
  landing: 'https://offer.example/start',
});
const full = { click, user: { email: [digest('a@b.example')], phone: [digest('16505551212')], gender: [digest('f')] } };

describe('the event', () => {
  it('has what event, click and person say', () => {
    const deposit = { ...full, canonical: 'deposit' as const, event: 'Purchase', value: '25.50', currency: 'USD' };
    expect(event(deposit)).toEqual({
      event_name: 'Purchase',
      event_time: 1_793_600_000,
      event_id: '00000000-0000-8000-8000-0000000000e1',
      action_source: 'website',
      event_source_url: 'https://offer.example/start',
      user_data: {
        em: [digest('a@b.example')],
        ph: [digest('16505551212')],
        ge: [digest('f')],
        external_id: [digest('u-1')],
        client_ip_address: '203.0.113.9',
        client_user_agent: 'Mozilla/5.0 (X)',
        fbc: `fb.1.${AT - DAY}.IwAR0AbC`,
        fbp: 'fb.1.1596403881668.1116446470',
      },
      custom_data: { value: 25.5, currency: 'USD' },
    });
    expect(hints(deposit)).toEqual([]);
  });

  it('is dated in seconds, never after it was accepted', () => {
    expect(event({ occurred_at_ms: AT + 120_000 }).event_time).toBe(AT / 1000);
    expect(event({ occurred_at_ms: AT - 1 }).event_time).toBe(AT / 1000 - 1);
  });

  it('has the id the destination wants', () => {
    const own = config({ event_id_from: 'eid' });
    expect(event({ eid: 'tx-1' }, own).event_id).toBe('tx-1');
    expect(event({ eid: null }, own).event_id).toBe('00000000-0000-8000-8000-0000000000e1');
    expect(event({ eid: 'tx-1' }).event_id).toBe('00000000-0000-8000-8000-0000000000e1');
  });

  it('happened where the destination says, for each canonical', () => {
    const own = config({ action_source: { default: 'chat', deposit: 'website' } });
    expect(event({}, own).action_source).toBe('chat');
    expect(event({ canonical: 'deposit' }, own).action_source).toBe('website');
  });

  it('names the page the destination says, else the landing that is one', () => {
    expect(event(full, config({ event_source_url: 'https://mine.example/' })).event_source_url).toBe(
      'https://mine.example/',
    );
    expect(event({ click: aClick({ landing: 'tg://resolve?domain=x' }) })).not.toHaveProperty('event_source_url');
  });

  it('knows the person by the uid of the click when the event names none', () => {
    const known = event({ uid: null, click, user: { external_id: [digest('crm-7')] } }).user_data;
    expect(known['external_id']).toEqual([digest('u-1'), digest('crm-7')]);
  });

  it('prefers what the event says of browser and address', () => {
    const user = { ip: '2001:db8::1', user_agent: 'Own', fbp: 'fb.1.1596403881668.7', fbc: `fb.1.${AT - 5}.Own` };
    expect(event({ click, user }).user_data).toMatchObject({
      client_ip_address: '2001:db8::1',
      client_user_agent: 'Own',
      fbp: 'fb.1.1596403881668.7',
      fbc: `fb.1.${AT - 5}.Own`,
    });
  });

  it('never has a personal field in clear', () => {
    const { user_data } = event({ user: { email: ['A@b.example'], city: 'São Paulo' } });
    expect(user_data).toMatchObject({ em: [digest('a@b.example')], ct: [digest('sãopaulo')] });
  });
});

describe('what a good match lacks', () => {
  it('is told', () => {
    expect(hints({})).toEqual([
      'No IP address.',
      'No user agent.',
      'No fbc: the click is unknown.',
      'No event source URL: the landing of the click is unknown.',
    ]);
    expect(hints({ click: { ...click, ip: 'x', fbp: 'y', clicked_at_ms: AT - 91 * DAY } })).toEqual([
      'No IP address: the one known is malformed.',
      'No fbc: the click is more than 90 days old.',
      'The fbp is malformed and left out.',
    ]);
  });

  it('is a phone number without its country code', () => {
    expect(hints({ ...full, user: { phone: ['07911 123456'] } })).toEqual([
      '/user/phone begins with 0: its country code seems to be missing.',
    ]);
  });

  it('may be everything personal, when that cannot be read', () => {
    expect(hints({ ...full, user: { email: 7 } })).toEqual([
      'The personal fields of this event cannot be read and are left out.',
    ]);
  });
});

describe('what Meta would refuse', () => {
  it.each([
    [7 * DAY - 3_600_000, {}, null],
    [7 * DAY, {}, null],
    [7 * DAY + 1000, {}, 'too_old'],
    [60 * DAY, { action_source: 'physical_store' }, null],
    [63 * DAY, { action_source: 'physical_store' }, 'too_old'],
  ])('%d ms after it happened: %#', (age, own, expected) => {
    expect(reason({}, config(own), AT + age)).toBe(expected);
  });

  it.each([
    ['Purchase', null, null, 'missing_value'],
    ['Purchase', '0.00', 'USD', null],
    ['Purchase', '1.00', 'USDT', 'currency_not_accepted'],
    ['FirstDeposit', null, null, null],
    ['FirstDeposit', '1.00', 'XXX', 'currency_not_accepted'],
  ])('a deposit sent as %s with %p %p: %p', (name, value, currency, expected) => {
    expect(reason({ canonical: 'deposit', event: name, value, currency })).toBe(expected);
  });

  it('leaves out the value of what is no deposit rather than the event', () => {
    expect(event({ value: '1.00', currency: 'ABC' })).not.toHaveProperty('custom_data');
    expect(hints({ ...full, value: '1.00', currency: 'ABC' })).toEqual([
      'Meta does not know the currency ABC: value and currency are left out.',
    ]);
  });

  it.each([
    [['client_user_agent'], false],
    [[], false],
    [['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'], false],
    [['db', 'client_user_agent'], false],
    [['fn', 'ge'], false],
    [['ln', 'ge'], false],
    [['fn', 'ln'], true],
    [['db', 'ge'], true],
    [['fn', 'client_user_agent'], true],
    [['external_id'], true],
    [['em'], true],
    [['ph'], true],
    [['fbc'], true],
    [['fbp'], true],
    [['client_ip_address', 'client_user_agent'], true],
  ])('identifiers %j are enough: %p', (names, enough) => expect(identifies(names)).toBe(enough));

  it('is an event with a user agent alone', () => {
    expect(reason({ uid: null, user: { user_agent: 'Mozilla' } })).toBe('no_identifier');
    expect(reason({ uid: 'u-2' })).toBeNull();
  });
});

it('knows currencies by ISO 4217', () => {
  const known = Intl.supportedValuesOf('currency');
  for (const code of ['USD', 'EUR', 'BRL', 'JPY', 'KWD', 'INR', 'XOF']) expect(isCurrency(code)).toBe(true);
  for (const code of ['USDT', 'BTC', 'XXX', 'usd', 'DEM', '']) expect(isCurrency(code)).toBe(false);
  expect(known.filter(isCurrency).length).toBeGreaterThan(150);
});

it('renders whatever a task may hold', () => {
  const text = fc.option(fc.string({ unit: 'binary' }));
  const person = fc.dictionary(fc.constantFrom('email', 'ip', 'fbc', 'user_agent', 'odd'), fc.jsonValue());
  fc.assert(
    fc.property(person, text, text, fc.integer({ min: 0, max: 8e15 }), (user, fbclid, landing, clicked_at_ms) => {
      const rendered = render({ user, click: aClick({ fbclid, landing, ip: fbclid, clicked_at_ms }) });
      expect(() => JSON.stringify(rendered)).not.toThrow();
      if ('event' in rendered) expect(rendered.event.user_data['em'] ?? []).toEqual(expect.not.arrayContaining(['']));
    }),
  );
});
