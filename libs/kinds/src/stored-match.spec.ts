import { describe, expect, it } from '@jest/globals';
import { matchStored, wantsAll, type StoredFacts } from './stored-match.js';

const stored = (over: Partial<StoredFacts> = {}): StoredFacts => ({
  canonical: 'deposit',
  value: '25.00000000',
  currency: 'USDT',
  click: Buffer.from('{"link":"spring","country":"DE","uid":"u"}'),
  first: true,
  ...over,
});
const destination = (filter: object = {}) => ({
  event_map: { deposit: 'Purchase' },
  filter,
  currency_map: { USDT: 'USD' },
});

describe('what a destination gets of a stored event', () => {
  it.each([
    ['its name and currency of today', {}, {}, { send: true, eventName: 'Purchase', currency: 'USD' }],
    ['nothing without a name', {}, { canonical: 'contact' }, { send: false, why: 'unmapped' }],
    ['what its click lets through', { links: ['spring'], countries: ['DE'] }, {}, { send: true }],
    ['nothing of a click it has not', { links: ['spring'] }, { click: null }, { send: false, why: 'filtered' }],
    ['a value written long', { value_min: '25.00' }, {}, { send: true }],
    ['no repeat', { deposit: 'first' }, { first: false }, { send: false, why: 'filtered' }],
  ] as const)('%s', (_, filter, facts, expected) =>
    expect(matchStored(stored(facts), destination(filter))).toMatchObject(expected),
  );

  it('knows filters that let everything through', () => {
    expect(
      [{}, { deposit: 'all' as const }, { links: [] }, { value_min: '0' }].map((filter) => wantsAll({ filter })),
    ).toEqual([true, true, false, false]);
  });
});
