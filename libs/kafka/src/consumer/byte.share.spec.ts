import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteBudget, fitting } from './byte.share.js';

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

describe('ByteBudget', () => {
  it('gives one partition a third of the whole at most, and a newcomer always something', () => {
    const budget = new ByteBudget(30_000_000);
    let own = 0;
    for (;;) {
      const more = Math.min(100_000, budget.share() - own);
      if (more <= 0) break;
      own += more;
      budget.change(more);
    }
    expect(own).toBeGreaterThan(9_000_000);
    expect(own).toBeLessThan(10_100_000);
    expect(budget.share()).toBeGreaterThan(9_000_000);
    budget.change(-own);
    expect(budget.held).toBe(0);
  });

  it('never gives less than is needed to read on', () => {
    const budget = new ByteBudget(1_000);
    budget.change(5_000);
    expect(budget.share()).toBe(64 * 1024);
  });
});
