import type { Reason, StateReason } from './reasons.js';

/** Labels of an outcome in code, logs and metrics. `keep`: not delivered, no attempt burned, waits in the outbox. */
export const VERDICTS = ['sent', 'retry', 'dead', 'keep'] as const;
export type VerdictLabel = (typeof VERDICTS)[number];

/** What an attempt means for one delivery. `notBefore` is epoch ms on the clock given to the judge. */
export type Verdict =
  | { readonly verdict: 'sent' }
  | { readonly verdict: 'retry'; readonly reason: Reason; readonly notBefore?: number }
  | { readonly verdict: 'dead'; readonly reason: Reason }
  | { readonly verdict: 'keep'; readonly reason: Reason; readonly notBefore?: number };

/** What an answer means for the destination as a whole. */
export type DestinationEffect =
  | { readonly effect: 'slow'; readonly until: number; readonly reason: StateReason }
  | { readonly effect: 'pause'; readonly reason: StateReason };
