import type { DeliveryTask, Destination, Reason } from '@app/contracts';
import type { Judged } from '@app/kinds';
import { horizonOf } from '../policy/horizon.js';
import type { RetryPolicy } from '../policy/retry.policy.js';
import { planRetry } from '../policy/retry.policy.js';

/**
 * What becomes of a task. `tier` is an index into the policy's delays, `null` where nothing is retried (a test send).
 * `notBefore` is epoch ms by the broker's clock.
 */
export type Conclusion =
  | { readonly verdict: 'sent'; readonly reason: null; readonly detail: string | null }
  | {
      readonly verdict: 'retry';
      readonly reason: Reason;
      readonly detail: string | null;
      readonly tier: number | null;
      readonly notBefore: number | null;
    }
  | { readonly verdict: 'dead'; readonly reason: Reason; readonly detail: string | null }
  | {
      readonly verdict: 'keep';
      readonly reason: Reason | null;
      readonly detail: string;
      readonly notBefore: number | null;
    };

/** Handed back to the outbox without an attempt, for a reason in words. */
export const keep = (detail: string, notBefore: number | null = null): Conclusion => ({
  verdict: 'keep',
  reason: null,
  detail,
  notBefore,
});

export const dead = (reason: Reason, detail: string | null): Conclusion => ({ verdict: 'dead', reason, detail });

export interface ConclusionContext {
  readonly policy: RetryPolicy;
  readonly destination: Pick<Destination, 'max_attempts' | 'horizon_s' | 'paused_total_ms'>;
  /** Epoch ms by the broker's clock. */
  readonly now: number;
}

/** What the verdict on an attempt means for its task, given how many attempts and how much time it has left. */
export function conclude(
  task: DeliveryTask,
  judged: Judged,
  { policy, destination, now }: ConclusionContext,
): Conclusion {
  const detail = judged.detail ?? null;
  switch (judged.verdict) {
    case 'sent':
      return { verdict: 'sent', reason: null, detail };
    case 'dead':
      return dead(judged.reason, detail);
    case 'keep':
      return {
        verdict: 'keep',
        reason: judged.reason,
        detail: detail ?? judged.reason,
        notBefore: judged.notBefore ?? null,
      };
    case 'retry': {
      const { reason, notBefore } = judged;
      if (task.mode === 'test') return { verdict: 'retry', reason, detail, tier: null, notBefore: null };
      const burned = task.attempt - task.attempt_base;
      const plan = planRetry(policy, {
        burned,
        maxAttempts: destination.max_attempts,
        now,
        horizon: horizonOf(task, destination),
        notBefore,
      });
      if (plan.plan === 'retry')
        return { verdict: 'retry', reason, detail, tier: plan.tier, notBefore: plan.notBefore };
      const last = `attempt ${burned} of ${destination.max_attempts} ended as ${reason}`;
      return dead(plan.reason, detail === null ? last : `${last}: ${detail}`);
    }
    default:
      return judged satisfies never;
  }
}
