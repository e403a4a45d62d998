import type { Outcome } from '@app/contracts';
import type { Decision, DeliveryState } from '@app/persistence';
import { withoutNul } from '../records/without-nul.js';

/** A delivery after an outcome. `decision` is `null` when the outcome decided nothing. */
export interface Merged {
  readonly state: DeliveryState;
  readonly decision: Decision | null;
}

/** When the execution ended, epoch ms. */
export const endedAt = ({ started_at_ms, duration_ms }: Outcome): number => started_at_ms + duration_ms;

/**
 * Whether the attempt of that number was used up. Nothing is used up by being kept, nor by a refusal without a call; a
 * retry counts even if the call never went out, or a fault of our own would be repeated for ever.
 */
const burns = ({ verdict, executed }: Outcome): boolean => verdict !== 'keep' && (executed || verdict === 'retry');

const burned = (outcome: Outcome): number => (burns(outcome) ? outcome.attempt : outcome.attempt - 1);

/** Of outcomes of the same attempt the more final one wins, and one that was executed over one that was not. */
function finality({ verdict, executed }: Outcome): number {
  if (verdict === 'keep') return 0;
  if (verdict === 'retry') return 2;
  return executed ? 3 : 1;
}

/** The finality that has to be beaten by another outcome of the last attempt counted. */
const heldFinality = ({ place }: DeliveryState): number => (place === 'tier' ? 2 : 3);

/**
 * Whether an outcome decides over what the delivery is now: `sent` beats all; else the higher dispatch, the higher
 * attempt, the more final verdict. What belongs to an older dispatch was superseded when the dispatch was raised.
 */
function decides(outcome: Outcome, state: DeliveryState): boolean {
  const { dispatch, attempt, verdict } = outcome;
  if (verdict === 'sent' && state.status !== 'sent') return true;
  if (state.status === 'sent' && verdict !== 'sent') return false;
  if (dispatch !== state.dispatch) return dispatch > state.dispatch;
  if (state.status === 'discarded') return false;
  if (attempt !== state.attemptCount) return attempt > state.attemptCount;
  return state.status !== 'sent' && finality(outcome) > heldFinality(state);
}

/** Being kept says nothing new of whether it was ever tried. */
const openStatus = ({ attempt }: Outcome, { status }: DeliveryState): 'pending' | 'failed' =>
  attempt > 1 || status === 'failed' ? 'failed' : 'pending';

/** What the verdict makes of the delivery. */
function standing(outcome: Outcome, state: DeliveryState): Pick<DeliveryState, 'status' | 'place' | 'dispatch'> {
  const { verdict, dispatch } = outcome;
  switch (verdict) {
    case 'sent':
      return { status: 'sent', place: null, dispatch };
    case 'dead':
      return { status: 'failed_permanently', place: null, dispatch };
    case 'retry':
      return { status: 'failed', place: 'tier', dispatch };
    case 'keep':
      // Its life in Kafka is over: whatever of this dispatch still turns up there is superseded.
      return { status: openStatus(outcome, state), place: 'here', dispatch: dispatch + 1 };
  }
}

function decisionOf(outcome: Outcome): Decision {
  const isOpen = outcome.verdict === 'retry' || outcome.verdict === 'keep';
  return {
    dueAtMs: isOpen ? outcome.next_attempt_at_ms : null,
    tier: outcome.verdict === 'retry' ? (outcome.tier?.topic ?? null) : null,
    reason: outcome.reason,
    detail: withoutNul(outcome.detail),
    httpStatus: outcome.http_status,
  };
}

/**
 * A delivery after one more outcome. Repeating an outcome changes nothing. In whatever order the outcomes of a delivery
 * come, the end is the same. Where two processes had the same task, the first of two equal verdicts stands; and if one
 * of them kept it, that ends the dispatch, unless the other's verdict was stored before.
 */
export function mergeOutcome(state: DeliveryState, outcome: Outcome): Merged {
  const lastAttemptAtMs = outcome.executed
    ? Math.max(state.lastAttemptAtMs ?? -Infinity, outcome.started_at_ms)
    : state.lastAttemptAtMs;
  if (!decides(outcome, state)) return { state: { ...state, lastAttemptAtMs }, decision: null };
  const next = standing(outcome, state);
  return {
    state: {
      ...state,
      ...next,
      attemptCount: burned(outcome),
      lastAttemptAtMs,
      settledAtMs: next.place === null ? endedAt(outcome) : null,
    },
    decision: decisionOf(outcome),
  };
}

const isSame = (one: DeliveryState, other: DeliveryState): boolean =>
  one.status === other.status &&
  one.place === other.place &&
  one.dispatch === other.dispatch &&
  one.attemptCount === other.attemptCount &&
  one.lastAttemptAtMs === other.lastAttemptAtMs &&
  one.settledAtMs === other.settledAtMs;

/** Folds the outcomes of one delivery, in the order they came, into what is to be written; `null` when nothing is. */
export function mergeAll(state: DeliveryState, outcomes: readonly Outcome[]): Merged | null {
  let merged: Merged = { state, decision: null };
  for (const outcome of outcomes) {
    const next = mergeOutcome(merged.state, outcome);
    merged = { state: next.state, decision: next.decision ?? merged.decision };
  }
  return isSame(merged.state, state) ? null : merged;
}
