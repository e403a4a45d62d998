/** Longest wait one tier may have: its topic keeps records for 14 days and must survive an outage on top of the wait. */
const LONGEST_TIER_MS = 7 * 86_400_000;

/** Waits between attempts, one a tier, ascending; the last one repeats. */
export interface RetryPolicy {
  readonly delaysMs: readonly number[];
}

/** What a retry is asked from. Times are epoch ms by the broker's clock. */
export interface RetryQuestion {
  /** Attempts of the present budget that are burned, the one just made included. */
  readonly burned: number;
  readonly maxAttempts: number;
  readonly now: number;
  readonly horizon: number;
  /** Not to be tried before, as the receiver asked; absent = it did not ask. */
  readonly notBefore?: number | undefined;
}

/**
 * What becomes of a delivery that may be tried again. `tier` is an index into the delays. `notBefore` is set where the
 * tier ends sooner than the receiver asked: what remains is waited for afterwards, without burning an attempt.
 */
export type RetryPlan =
  | { readonly plan: 'retry'; readonly tier: number; readonly notBefore: number | null }
  | { readonly plan: 'dead'; readonly reason: 'attempts_exhausted' | 'horizon_passed' | 'asked_to_wait_too_long' };

/** Builds a policy; throws a `RangeError` unless there is a delay and each is a whole number of ms above the one before. */
export function buildRetryPolicy(delaysMs: readonly number[]): RetryPolicy {
  if (delaysMs.length === 0) throw new RangeError('a retry policy needs at least one delay');
  for (const [tier, delay] of delaysMs.entries()) {
    if (!Number.isSafeInteger(delay) || delay < 1)
      throw new RangeError(`retry delay ${delay} is not a whole number of ms`);
    if (delay > LONGEST_TIER_MS) throw new RangeError(`retry delay ${delay} ms is beyond ${LONGEST_TIER_MS} ms`);
    if (delay <= (delaysMs[tier - 1] ?? 0))
      throw new RangeError(`retry delay ${delay} ms is not above the one before it`);
  }
  return { delaysMs: [...delaysMs] };
}

const dead = (reason: 'attempts_exhausted' | 'horizon_passed' | 'asked_to_wait_too_long'): RetryPlan => ({
  plan: 'dead',
  reason,
});

/**
 * The tier a retry waits in: the one the number of burned attempts calls for, or the first one beyond it that is not
 * shorter than the wait asked for. Where that one is missing, or would end after the horizon, the longest shorter one is
 * taken. Never earlier than asked, never beyond the horizon.
 */
export function planRetry({ delaysMs }: RetryPolicy, question: RetryQuestion): RetryPlan {
  const { burned, maxAttempts, now, horizon, notBefore } = question;
  if (burned >= maxAttempts) return dead('attempts_exhausted');
  if (notBefore !== undefined && notBefore > horizon) return dead('asked_to_wait_too_long');

  const scheduled = Math.min(Math.max(burned, 1), delaysMs.length) - 1;
  const fits = (tier: number): boolean => now + (delaysMs[tier] ?? Infinity) <= horizon;
  if (!fits(scheduled)) return dead('horizon_passed');

  const wait = Math.max(0, (notBefore ?? now) - now);
  const covering = delaysMs.findIndex((delay, tier) => tier >= scheduled && delay >= wait);
  if (covering !== -1 && fits(covering)) return { plan: 'retry', tier: covering, notBefore: null };
  const shorter = delaysMs.findLastIndex((delay, tier) => tier >= scheduled && delay < wait && fits(tier));
  return { plan: 'retry', tier: shorter, notBefore: notBefore ?? null };
}
