import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitting, shareOf } from './byte.share.js';

describe('fitting', () => {
  it('takes what fits beside what is held, in order, and a too large record only when nothing is', () => {
    expect(fitting([10, 10, 10], 0, 25)).toBe(2);
    expect(fitting([10, 10, 10], 10, 25)).toBe(1);
    expect(fitting([100, 1], 0, 25)).toBe(1);
    expect(fitting([100, 1], 1, 25)).toBe(0);
    expect(fitting([], 0, 25)).toBe(0);
  });

  it('never passes the share but for a single record', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100 })),
        fc.nat({ max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (sizes, held, share) => {
          const count = fitting(sizes, held, share);
          const sum = held + sizes.slice(0, count).reduce((a, b) => a + b, 0);
          expect(sum <= share || (held === 0 && count === 1) || count === 0).toBe(true);
          if (held === 0 && sizes.length > 0) expect(count).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('shareOf', () => {
  it('is even, and never too small to read a record', () => {
    expect(shareOf(64 * 1024 * 1024, 4)).toBe(16 * 1024 * 1024);
    expect(shareOf(1_000, 100)).toBe(64 * 1024);
    expect(shareOf(1_048_576, 0)).toBe(1_048_576);
  });
});
