import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseHttpDate, parseRetryAfter } from './retry-after.js';

const NOW = Date.UTC(2026, 10, 2, 12);
const VECTOR = 784_111_777_000;

describe('HTTP-date', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', VECTOR],
    ['Sunday, 06-Nov-94 08:49:37 GMT', VECTOR],
    ['Sun Nov  6 08:49:37 1994', VECTOR],
    ['Wed Nov 16 08:49:37 1994', VECTOR + 10 * 86_400_000],
    ['Thu, 29 Feb 2024 00:00:00 GMT', Date.UTC(2024, 1, 29)],
    ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
    ['Mon, 06 Nov 1994 08:49:37 GMT', VECTOR],
    ['Friday, 01-Jan-76 00:00:00 GMT', Date.UTC(2076, 0, 1)],
    ['Friday, 01-Jan-77 00:00:00 GMT', Date.UTC(1977, 0, 1)],
  ])('%s', (text, expected) => expect(parseHttpDate(text, NOW)).toBe(expected));

  it.each([
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 06-Nov-94 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov  6 08:49:37 94',
    '1994-11-06T08:49:37Z',
    '1994',
  ])('is not: %s', (text) => expect(parseHttpDate(text, NOW)).toBeNull());

  it('reads back whatever moment toUTCString names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) / 1000 }), (seconds) => {
        expect(parseHttpDate(new Date(seconds * 1000).toUTCString(), NOW)).toBe(seconds * 1000);
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', NOW + 120_000],
    [' 0 ', NOW],
    ['0007', NOW + 7_000],
    ['Mon, 02 Nov 2026 12:00:30 GMT', NOW + 30_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', NOW],
    ['9'.repeat(400), 8.64e15],
  ])('%s', (value, until) => expect(parseRetryAfter(value, NOW)).toBe(until));

  it.each([undefined, '', ' ', '-1', '+1', '1.5', '1e3', '0x10', 'soon', '120 s', '１２０', '120, 130'])(
    'asks for nothing: %s',
    (value) => expect(parseRetryAfter(value, NOW)).toBeNull(),
  );

  it('never asks for the past, and never breaks', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const until = parseRetryAfter(value, NOW);
        expect(until === null || (Number.isFinite(until) && until >= NOW)).toBe(true);
      }),
    );
  });
});
