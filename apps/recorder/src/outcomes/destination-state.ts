import type { DestinationDecision, DestinationId, Outcome } from '@app/contracts';
import type { DestinationState, LockedDestinationState } from '@app/persistence';

/** What a batch says about one destination. */
export interface DestinationTally {
  readonly destinationId: DestinationId;
  /** Tasks that left its main topic with an attempt behind them. */
  readonly settled: number;
  /** A lane was too full or too old and gave tasks back. */
  readonly overflowed: boolean;
  /** Epoch ms. */
  readonly lastSuccessAtMs: number | null;
  readonly decisions: readonly DestinationDecision[];
}

const WINDOW = { least: 100, most: 50_000, periodMs: 1_000 } as const;

/** Given back by a lane that is too full or too old: nobody asked for peace, so there is neither reason nor moment. */
export const isOverflow = ({ verdict, executed, reason, next_attempt_at_ms }: Outcome): boolean =>
  verdict === 'keep' && !executed && reason === null && next_attempt_at_ms === null;

const SEVERITY = { active: 0, held: 1, paused: 2 } as const;

/** The later decision wins; of two at the same moment the more careful one. */
const supersedes = (decision: DestinationDecision, held: DestinationState): boolean =>
  decision.decided_at_ms === held.decidedAtMs
    ? SEVERITY[decision.state] > SEVERITY[held.state]
    : decision.decided_at_ms > held.decidedAtMs;

/** A destination after one decision of the app that serves it. */
export function applyDecision(
  held: DestinationState,
  decision: DestinationDecision,
  resumed: number,
): DestinationState {
  const isVoid = decision.state === 'paused' && decision.revision < resumed;
  if (isVoid || !supersedes(decision, held)) return held;
  const pausedSinceMs = held.state === 'paused' && held.decidedRevision >= resumed ? held.pausedAtMs : null;
  return {
    ...held,
    state: decision.state,
    reason: decision.reason,
    heldUntilMs: decision.held_until_ms,
    holdCount: decision.hold_count,
    decidedRevision: decision.revision,
    decidedAtMs: decision.decided_at_ms,
    pausedAtMs: decision.state === 'paused' ? (pausedSinceMs ?? decision.decided_at_ms) : null,
  };
}

type Window = Pick<DestinationState, 'windowSize' | 'windowChangedAtMs' | 'settledSinceChange'>;

/**
 * The window after `settled` more tasks: it changes at most once a second. Doubled when half of it was settled in that
 * second, halved when a lane overflowed; an overflow within the second forgets what was settled, so it cannot end in a
 * doubling.
 */
export function nextWindow(
  window: Window,
  { settled, overflowed }: Pick<DestinationTally, 'settled' | 'overflowed'>,
  nowMs: number,
): Window {
  const { windowSize, windowChangedAtMs, settledSinceChange } = window;
  const elapsedMs = nowMs - windowChangedAtMs;
  const count = overflowed ? 0 : settledSinceChange + settled;
  if (elapsedMs < WINDOW.periodMs) return { windowSize, windowChangedAtMs, settledSinceChange: count };
  const started = { windowChangedAtMs: nowMs, settledSinceChange: 0 };
  if (overflowed) return { ...started, windowSize: Math.min(windowSize, Math.max(WINDOW.least, windowSize >> 1)) };
  const isBusy = (count * WINDOW.periodMs) / elapsedMs >= windowSize / 2;
  return { ...started, windowSize: isBusy ? Math.min(WINDOW.most, windowSize * 2) : windowSize };
}

/**
 * A destination after a batch. Times are the database's clock for the window, the apps' for decisions. What a paused one
 * hands back is no overflow.
 */
export function nextDestinationState(held: LockedDestinationState, tally: DestinationTally): DestinationState {
  const { resumedRevision, isPausedByHand, nowMs, ...state } = held;
  const decided = tally.decisions.reduce<DestinationState>(
    (before, decision) => applyDecision(before, decision, resumedRevision),
    state,
  );
  const overflowed = tally.overflowed && decided.state === 'active' && !isPausedByHand;
  return {
    ...decided,
    ...nextWindow(state, { settled: tally.settled, overflowed }, nowMs),
    lastSuccessAtMs: latest(state.lastSuccessAtMs, tally.lastSuccessAtMs),
  };
}

/** The later of two moments, either of which may not be. */
export const latest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
