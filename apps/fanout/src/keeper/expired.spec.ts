import { expect, it } from '@jest/globals';
import type { Bucket } from '@app/contracts';
import { expiredDays } from './expired.js';

it.each([
  ['2026-11-25T00:00:00Z', ['2026-08-24', '2026-08-25', '2026-08-26']],
  ['2026-11-24T23:59:59Z', ['2026-08-24', '2026-08-25']],
  ['2026-08-30T00:00:00Z', []],
])('days kept whole for 90 days are gone at %s', (now, expected) => {
  const days = ['2026-11-25', '2026-08-27', '2026-08-26', '2026-08-25', '2026-08-24'] as Bucket[];
  expect(expiredDays(days, Date.parse(now), 90)).toEqual(expected);
});
