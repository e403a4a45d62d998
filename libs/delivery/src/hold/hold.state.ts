import type { DestinationDecision, StateReason } from '@app/contracts';

/** What this process knows of a destination's peace. Times are epoch ms by the broker's clock. */
export interface HoldState {
  readonly state: 'active' | 'held' | 'paused';
  readonly reason: StateReason | null;
  /** Nothing is attempted before; 0 unless held. */
  readonly heldUntil: number;
  /** How often in a row a hold has begun; 0 when active. */
  readonly count: number;
  /** Raised whenever the state begins anew. An attempt that began in an earlier life says nothing about this one. */
  readonly life: number;
  /** A probe is on its way. */
  readonly probing: boolean;
  /** Configuration revision of the decision: a pause counts until a resume with a higher one. */
  readonly revision: number;
  readonly decidedAt: number;
  /** Failures and timeouts in a row, while active. */
  readonly failures: Streak;
  readonly timeouts: Streak;
}

/** A run of like results, and up to three of the deliveries they belong to. */
export interface Streak {
  readonly length: number;
  readonly deliveries: readonly string[];
}

/**
 * - `success`: something was delivered. `failure`, `timeout`: it may be tried again. `neutral`: says nothing about the
 *   endpoint's health (a permanent verdict, a fault of our own).
 */
export type AttemptResult = 'success' | 'failure' | 'timeout' | 'neutral';

export type HoldEvent =
  /** An attempt that began in `life` has ended; `effect` is what the answer asked for. */
  | {
      readonly event: 'attempt';
      readonly life: number;
      readonly result: AttemptResult;
      readonly delivery: string;
      readonly revision: number;
      readonly effect?: HoldEffect | undefined;
    }
  /** A probe goes out. */
  | { readonly event: 'probe' }
  /** The stored state, on taking over the destination. */
  | { readonly event: 'learnt'; readonly stored: DestinationDecision }
  /** Somebody resumed the destination after it was paused. */
  | { readonly event: 'resumed' };

/** What the destination as a whole asks for. `until` is epoch ms. */
export type HoldEffect =
  | { readonly effect: 'slow'; readonly until: number; readonly reason: StateReason }
  | { readonly effect: 'pause'; readonly reason: StateReason };

const NO_STREAK: Streak = { length: 0, deliveries: [] };

/** A destination nothing is known against. */
export const AT_PEACE: HoldState = {
  state: 'active',
  reason: null,
  heldUntil: 0,
  count: 0,
  life: 0,
  probing: false,
  revision: 0,
  decidedAt: 0,
  failures: NO_STREAK,
  timeouts: NO_STREAK,
};

/** Nothing worth remembering: active and without a failure since the last success. */
export const isAtPeace = ({ state, failures }: HoldState): boolean => state === 'active' && failures.length === 0;

/** What to tell recorder about a state that has just begun. */
export const decisionOf = (hold: HoldState): DestinationDecision => ({
  state: hold.state,
  reason: hold.reason,
  held_until_ms: hold.state === 'held' ? hold.heldUntil : null,
  hold_count: hold.count,
  revision: hold.revision,
  decided_at_ms: hold.decidedAt,
});
