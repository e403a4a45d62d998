import { describe, expect, it } from '@jest/globals';
import { paceOf } from './pace.js';

const NOW = 1_000_000;

/** What a job does when it is stepped every `everyMs` for `forMs`. */
function total(ratePerS: number, everyMs: number, forMs: number): number {
  let [done, used]: [number, number | null] = [0, null];
  for (let now = NOW; now < NOW + forMs; now += everyMs) {
    const pace = paceOf(ratePerS, used, now);
    done += pace.allowed;
    used = pace.after(pace.allowed);
  }
  return done;
}

describe('the pace of a job', () => {
  it.each([
    [100, 200, 10_000, 981],
    [500, 130, 10_000, 4941],
    [0.5, 200, 10_000, 5],
    [3, 700, 10_000, 30],
  ])('at %d a second, stepped every %d ms for %d ms, does %d', (rate, every, during, expected) =>
    expect(total(rate, every, during)).toBe(expected),
  );

  it('makes up for a second at most after a restart', () =>
    expect(paceOf(100, NOW - 3_600_000, NOW).allowed).toBe(100));

  it('goes on after the clock was set back', () => expect(paceOf(100, NOW + 3_600_000, NOW).allowed).toBe(1));

  it('counts only what was done', () => expect(paceOf(100, NOW - 500, NOW).after(10)).toBe(NOW - 400));
});
