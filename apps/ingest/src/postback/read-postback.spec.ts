import { describe, expect, it } from '@jest/globals';
import { parametersOf, saidIn } from '../parameters.js';
import { eventOf } from './event-name.js';
import { amountOf } from './postback-amount.js';
import { readPostback } from './read-postback.js';

const NOW = 1_790_000_000_000;
const read = (query: string) => readPostback(saidIn(parametersOf(query)), { aliases: { ftd2: 'deposit' }, nowMs: NOW });
const eventIn = (query: string): unknown => JSON.parse(JSON.stringify(read(query).event));

describe('an amount', () => {
  it.each([
    ['12,50', '12.50'],
    ['12.5', '12.50'],
    [' 25 ', '25.00'],
    ['1,234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1,234,567.5', '1234567.50'],
    ['1,234', '1.234'],
    ['0', '0.00'],
  ])('%s is %s', (text, amount) => expect(amountOf(text)).toBe(amount));

  it.each(['-5', '$5', '5 USD', '1e3', '1,2,3', '12,34.5', 'abc', '1.2.3', ''])('%p is none', (text) =>
    expect(amountOf(text)).toBeNull(),
  );
});

describe('the name of an event', () => {
  it.each([
    ['reg', 'registration'],
    ['SignUp', 'registration'],
    ['LEAD', 'registration'],
    ['ftd', 'deposit'],
    ['dep', 'deposit'],
    [' Sale ', 'deposit'],
    ['Purchase', 'deposit'],
    ['Contact', 'contact'],
    ['subscribed', 'subscribed'],
    ['buy', 'buy'],
    ['toString', 'tostring'],
  ])('%s means %s', (name, canonical) => expect(eventOf(name, {})).toBe(canonical));

  it('may be one of the space, which may give another meaning to a known one but to no canonical', () => {
    const aliases = { ftd2: 'deposit', lead: 'contact', deposit: 'contact' } as const;
    expect(['FTD2', 'lead', 'deposit'].map((name) => eventOf(name, aliases))).toEqual([
      'deposit',
      'contact',
      'deposit',
    ]);
  });
});

describe('a postback', () => {
  it('is read by the names networks use', () => {
    for (const uid of ['uid', 'click_id', 'clickid', 'cid', 'subid']) expect(eventIn(`${uid}=c`)).toEqual({ uid: 'c' });
    for (const eid of ['eid', 'txid', 'tid', 'transaction_id', 'trade_id'])
      expect(eventIn(`${eid}=7`)).toEqual({ eid: '7' });
    for (const value of ['value', 'payout', 'sum', 'sumdep', 'amount'])
      expect(eventIn(`${value}=12,5`)).toEqual({ value: '12.50' });
  });

  it('prefers the plain name, unless that says nothing', () => {
    expect(eventIn('payout=1&value=2&subid=x&cid=y')).toEqual({ value: '2.00', uid: 'y' });
    expect(eventIn('uid={uid}&subid=x')).toEqual({ uid: 'x' });
  });

  it('takes ten digits for seconds', () => {
    expect(eventIn('t=1789999999')).toEqual({ occurred_at_ms: 1_789_999_999_000 });
    expect(eventIn('t=1789999999123')).toEqual({ occurred_at_ms: 1_789_999_999_123 });
  });

  it('leaves out what cannot be read, and says so', () => {
    const { event, dropped } = read('event=ftd2&payout=free&currency=€&t=yesterday&eid=1');
    expect(JSON.parse(JSON.stringify(event))).toEqual({ event: 'deposit', eid: '1' });
    expect(dropped.map(({ pointer }) => pointer)).toEqual(['?payout', '?currency', '?t']);
  });

  it.each(['t=5', `t=${NOW + 25 * 3_600_000}`, 't=1e12', 't=900000000000'])('has no moment in %s', (query) => {
    expect(read(query).dropped.map(({ pointer }) => pointer)).toEqual(['?t']);
  });

  it('names a field as the caller did', () => {
    const { nameOf } = read('subid=x');
    expect(['uid', 'eid', 'occurred_at_ms', 'other'].map(nameOf)).toEqual(['subid', 'eid', 't', 'other']);
  });
});
