import { describe, expect, it } from '@jest/globals';
import { matchEvent, type MatchFacts } from './event-match.js';

const deposit: MatchFacts = {
  canonical: 'deposit',
  value: '25.00',
  currency: 'USDT',
  link: 'tg-3',
  country: 'DE',
  first: true,
};
const all = {
  enabled: true,
  event_map: { deposit: 'Purchase', contact: 'Contact' },
  filter: {},
  currency_map: { USDT: 'USD' },
};

describe('whether a destination wants an event', () => {
  it('sends it under the mapped name and currency', () => {
    expect(matchEvent(deposit, all)).toEqual({ send: true, eventName: 'Purchase', currency: 'USD' });
  });

  it.each([
    ['off', deposit, { ...all, enabled: false }],
    ['unmapped', { ...deposit, canonical: 'registration' as const }, all],
    ['filtered', { ...deposit, link: null }, { ...all, filter: { links: ['tg-3'] } }],
    ['filtered', { ...deposit, country: 'FR' }, { ...all, filter: { countries: ['DE'] } }],
    ['filtered', { ...deposit, first: false }, { ...all, filter: { deposit: 'first' as const } }],
    ['filtered', deposit, { ...all, filter: { deposit: 'repeat' as const } }],
    ['filtered', { ...deposit, value: '24.99999999' }, { ...all, filter: { value_min: '25.00' } }],
    ['filtered', { ...deposit, value: null }, { ...all, filter: { value_min: '0.00' } }],
  ])('says %s', (why, facts, destination) => expect(matchEvent(facts, destination)).toEqual({ send: false, why }));

  it('asks value and repetition of deposits only', () => {
    const contact: MatchFacts = { ...deposit, canonical: 'contact', value: null, currency: null, first: false };
    expect(matchEvent(contact, { ...all, filter: { value_min: '9.00', deposit: 'first' } })).toMatchObject({
      send: true,
    });
  });

  it('compares amounts exactly', () => {
    const facts = { ...deposit, value: '999999999999.99999999' };
    expect(matchEvent(facts, { ...all, filter: { value_min: '999999999999.99999999' } })).toMatchObject({ send: true });
  });
});
