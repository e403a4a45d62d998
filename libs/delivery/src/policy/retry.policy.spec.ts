import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DESTINATION_DEFAULTS } from '@app/contracts';
import { horizonOf } from './horizon.js';
import { buildRetryPolicy, planRetry } from './retry.policy.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DELAYS = [30 * SECOND, 2 * MINUTE, 8 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];
const policy = buildRetryPolicy(DELAYS);
const NOW = 1_700_000_000_000;
const question = { burned: 1, maxAttempts: 10, now: NOW, horizon: NOW + 48 * HOUR };

describe('the retry policy', () => {
  it('keeps the promised timeline: ten attempts in 26 h 40 min', () => {
    const plans = Array.from({ length: 10 }, (_, at) => planRetry(policy, { ...question, burned: at + 1 }));
    const waits = plans.flatMap((plan) => (plan.plan === 'retry' ? [DELAYS[plan.tier] ?? Number.NaN] : []));
    expect(plans.at(-1)).toEqual({ plan: 'dead', reason: 'attempts_exhausted' });
    expect(waits).toHaveLength(DESTINATION_DEFAULTS.max_attempts - 1);
    expect(waits).toEqual([...DELAYS, 6 * HOUR, 6 * HOUR, 6 * HOUR]);
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(26 * HOUR + 40 * MINUTE + 30 * SECOND);
  });

  it.each([
    ['sooner than the schedule', 10 * SECOND, 0, null],
    ['exactly a tier', 2 * MINUTE, 1, null],
    ['between two tiers', 3 * MINUTE, 2, null],
    ['longer than the longest', 10 * HOUR, 5, NOW + 10 * HOUR],
  ])('waits when asked for %s', (_, wait, tier, notBefore) => {
    expect(planRetry(policy, { ...question, notBefore: NOW + wait })).toEqual({ plan: 'retry', tier, notBefore });
  });

  it('never shortens the schedule because an endpoint asks for little', () => {
    expect(planRetry(policy, { ...question, burned: 5, notBefore: NOW + SECOND })).toMatchObject({ tier: 4 });
  });

  it('takes a shorter tier and waits out the rest where the covering one ends after the horizon', () => {
    const asked = { ...question, horizon: NOW + 5 * HOUR, notBefore: NOW + 3 * HOUR };
    expect(planRetry(policy, asked)).toEqual({ plan: 'retry', tier: 4, notBefore: NOW + 3 * HOUR });
  });

  it.each([
    ['asked_to_wait_too_long', { notBefore: NOW + 49 * HOUR }],
    ['horizon_passed', { burned: 6, horizon: NOW + 5 * HOUR }],
    ['horizon_passed', { horizon: NOW - 1 }],
    ['attempts_exhausted', { burned: 10 }],
    ['attempts_exhausted', { burned: 10, notBefore: NOW + 49 * HOUR }],
  ])('gives up as %s', (reason, changes) => {
    expect(planRetry(policy, { ...question, ...changes })).toEqual({ plan: 'dead', reason });
  });

  it('never plans before the wait asked for nor beyond the horizon', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 6 * HOUR }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: -HOUR, max: 72 * HOUR }),
        fc.option(fc.integer({ min: -HOUR, max: 90 * HOUR }), { nil: undefined }),
        (unsorted, burned, horizonIn, askedIn) => {
          const delays = unsorted.toSorted((a, b) => a - b);
          const horizon = NOW + horizonIn;
          const notBefore = askedIn === undefined ? undefined : NOW + askedIn;
          const plan = planRetry(buildRetryPolicy(delays), { burned, maxAttempts: 10, now: NOW, horizon, notBefore });
          if (plan.plan === 'dead') return;
          const due = NOW + (delays[plan.tier] ?? Number.NaN);
          expect(due).toBeLessThanOrEqual(horizon);
          expect(plan.tier).toBeGreaterThanOrEqual(Math.min(burned, delays.length) - 1);
          expect(plan.notBefore).toBe(notBefore !== undefined && due < notBefore ? notBefore : null);
        },
      ),
    );
  });

  it.each([[[]], [[0]], [[1.5]], [[2, 2]], [[5, 3]], [[8 * 24 * HOUR]]])('refuses the delays %j', (delays) => {
    expect(() => buildRetryPolicy(delays)).toThrow(RangeError);
  });
});

describe('the horizon', () => {
  it('counts from birth and leaves out what was spent paused since', () => {
    const task = { born_at_ms: NOW, paused_base_ms: 5000 };
    expect(horizonOf(task, { horizon_s: 60, paused_total_ms: 5000 })).toBe(NOW + MINUTE);
    expect(horizonOf(task, { horizon_s: 60, paused_total_ms: 8000 })).toBe(NOW + MINUTE + 3000);
  });
});
