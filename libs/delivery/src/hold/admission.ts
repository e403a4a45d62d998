import type { Destination } from '@app/contracts';
import type { HoldState } from './hold.state.js';

/** Whether a destination may be called now. `closed` says in words why not, and until when (epoch ms; `null` = open end). */
export type Admission =
  | { readonly admits: 'all' | 'one probe' }
  | { readonly admits: 'none'; readonly why: string; readonly until: number | null };

const OPEN: Admission = { admits: 'all' };
const PROBE: Admission = { admits: 'one probe' };

const closed = (why: string, until: number | null = null): Admission => ({ admits: 'none', why, until });

/** A pause decided before the last resume no longer counts. */
export const wasResumed = (hold: HoldState, { resumed_revision }: Pick<Destination, 'resumed_revision'>): boolean =>
  hold.state === 'paused' && hold.revision < resumed_revision;

/**
 * What a destination lets through. Configuration comes first: off and paused by hand close it whatever it would bear
 * itself. `now` is epoch ms by the broker's clock.
 */
export function admissionOf(
  destination: Pick<Destination, 'enabled' | 'paused' | 'resumed_revision'>,
  hold: HoldState,
  now: number,
): Admission {
  if (!destination.enabled) return closed('the destination is off');
  if (destination.paused) return closed('the destination is paused');
  if (hold.state === 'active' || wasResumed(hold, destination)) return OPEN;
  if (hold.state === 'paused') return closed(`the destination is paused: ${hold.reason ?? 'unknown'}`);
  if (now < hold.heldUntil) return closed(`the destination is on hold: ${hold.reason ?? 'unknown'}`, hold.heldUntil);
  return hold.probing ? closed('the destination is on hold and its probe is out') : PROBE;
}
