import { aClick } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fbcOf, isFbp } from './click-ids.js';

const DAY = 86_400_000;
const EVENT = 1_793_600_000_000;
const times = { eventAt: EVENT, now: EVENT + 60_000 };
const click = (fbclid: string | null, clicked_at_ms: number | null) => aClick({ fbclid, clicked_at_ms });

describe('a click id built from the click', () => {
  it('has the fbclid byte by byte and the time of the click', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (fbclid) => {
        expect(fbcOf(undefined, click(fbclid, EVENT - 1), times)).toEqual({ value: `fb.1.${EVENT - 1}.${fbclid}` });
      }),
    );
  });

  it.each([
    ['of the same moment', EVENT, true],
    ['1 ms after the event', EVENT + 1, false],
    ['90 days before now', times.now - 90 * DAY, true],
    ['91 days before now', times.now - 91 * DAY, false],
  ])('%s: %#', (_, clickedAt, usable) => {
    expect('value' in fbcOf(undefined, click('AbC', clickedAt), times)).toBe(usable);
  });

  it.each([
    [null, 'the click is unknown'],
    [click(null, EVENT), 'the click came without an fbclid'],
    [click('', EVENT), 'the click came without an fbclid'],
    [click('AbC', null), 'the time of the click is unknown'],
  ])('%# is not made up', (of, missing) => expect(fbcOf(undefined, of, times)).toEqual({ missing }));
});

describe('a click id that came with the event', () => {
  const built = { value: `fb.1.${EVENT - 5}.Click` };

  it.each([
    `fb.1.${EVENT - 1}.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk`,
    `fb.2.${EVENT - 1}.AbC.Ag`,
    `fb.1.${EVENT - 1}.AbC.AQIAAQEB`,
  ])('%s passes as it is', (fbc) => expect(fbcOf(fbc, click('Click', EVENT - 5), times)).toEqual({ value: fbc }));

  it.each([
    `fb.1.${EVENT + 1}.AbC`,
    `fb.1.${times.now - 91 * DAY}.AbC`,
    `fb.1.${Math.floor(EVENT / 1000)}.AbC`,
    'IwAR2F4',
    'fb.1..AbC',
    `fb.1.${EVENT - 1}.`,
    `fb.1.${EVENT - 1}.a b`,
  ])('%s gives way to the click', (fbc) => {
    expect(fbcOf(fbc, click('Click', EVENT - 5), times)).toEqual(built);
    expect(fbcOf(fbc, null, times)).toEqual({ missing: expect.stringMatching(/malformed|dated|90 days/) });
  });
});

it.each([
  ['fb.1.1596403881668.1116446470', true],
  ['fb.2.1596403881668.2147483647.Bg', true],
  ['fb.1.1596403881.1116446470', false],
  ['1116446470', false],
  ['', false],
])('the browser id %p is one: %p', (text, good) => expect(isFbp(text)).toBe(good));
