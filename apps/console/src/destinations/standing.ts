import type { StateReason } from '@app/contracts';
import type { DestinationRow } from '@app/persistence';

/** Where a destination stands, for people. `heldUntil` is epoch ms. */
export interface Standing {
  state: 'off' | 'active' | 'held' | 'paused';
  reason: StateReason | null;
  heldUntil: number | null;
}

type Facts = Pick<
  DestinationRow,
  'enabled' | 'paused_at' | 'resumed_revision' | 'decided_state' | 'decided_reason' | 'decided_revision' | 'held_until'
>;

/** Whether a pause the app decided on counts: one rendered before the last resume does not. */
const pausedByItself = (facts: Facts): boolean =>
  facts.decided_state === 'paused' && facts.decided_revision >= facts.resumed_revision;

/**
 * The one state shown of a destination. Off beats paused beats held: each makes the weaker one irrelevant until it ends.
 */
export function standingOf(facts: Facts): Standing {
  if (!facts.enabled) return { state: 'off', reason: null, heldUntil: null };
  if (facts.paused_at !== null) return { state: 'paused', reason: 'by_hand', heldUntil: null };
  if (pausedByItself(facts)) return { state: 'paused', reason: facts.decided_reason, heldUntil: null };
  if (facts.decided_state === 'held')
    return { state: 'held', reason: facts.decided_reason, heldUntil: facts.held_until };
  return { state: 'active', reason: null, heldUntil: null };
}
