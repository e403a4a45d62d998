import { describe, expect, it } from '@jest/globals';
import { parametersOf, saidIn, withoutToken } from './parameters.js';

const said = (query: string) => Object.fromEntries(saidIn(parametersOf(query)));

describe('what a query says', () => {
  it.each([
    ['uid=a&uid=b', { uid: 'b' }],
    ['uid=a&uid=', { uid: 'a' }],
    ['UID=a&Event=x', { uid: 'a', event: 'x' }],
    ['uid=a+b%20c', { uid: 'a b c' }],
    ['uid=%zz&x=%', { uid: '%zz', x: '%' }],
    ['uid={click_id}&eid=[tid]&value=%7Bsum%7D&t=%257Bt%257D&x={{campaign.id}}', {}],
    ['uid=%5Btid%5D&eid=%255Btid', {}],
    ['uid=a{b}&eid={a}b', { uid: 'a{b}', eid: '{a}b' }],
    ['&&=&a', {}],
  ])('%s', (query, expected) => expect(said(query)).toEqual(expected));

  it('never holds the token where it is kept', () => {
    const kept = withoutToken(parametersOf('Token=secret&token=secret&uid=a&__proto__=x'));
    expect(JSON.stringify(kept)).toBe('{"uid":"a","__proto__":"x"}');
  });
});
