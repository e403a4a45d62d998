import type { DestinationDecision, StateReason } from '@app/contracts';
import type { AttemptResult, HoldEvent, HoldState, Streak } from './hold.state.js';
import { AT_PEACE } from './hold.state.js';

/** How long the first, the second and every further hold in a row lasts. */
const HOLD_WAITS_MS = [10_000, 30_000, 60_000] as const;
const LAST_WAIT_MS = 60_000;

/** A hold begins after this many failures, or timeouts, in a row … */
const FAILURES_TO_HOLD = 5;
const TIMEOUTS_TO_HOLD = 3;
/** … of at least this many deliveries, so a destination with one open delivery keeps its retry timeline. */
const DELIVERIES_TO_HOLD = 3;

type Attempt = Extract<HoldEvent, { event: 'attempt' }>;

const begun = (hold: HoldState, now: number, changes: Partial<HoldState>): HoldState => ({
  ...AT_PEACE,
  life: hold.life + 1,
  decidedAt: now,
  ...changes,
});

const heldForItself = (hold: HoldState, { revision }: Attempt, now: number, reason: StateReason): HoldState =>
  begun(hold, now, {
    state: 'held',
    reason,
    heldUntil: now + (HOLD_WAITS_MS[hold.count] ?? LAST_WAIT_MS),
    count: hold.count + 1,
    revision,
  });

const longer = ({ length, deliveries }: Streak, delivery: string): Streak => ({
  length: length + 1,
  deliveries:
    deliveries.length >= DELIVERIES_TO_HOLD || deliveries.includes(delivery) ? deliveries : [...deliveries, delivery],
});

const reached = ({ length, deliveries }: Streak, bound: number): boolean =>
  length >= bound && deliveries.length >= DELIVERIES_TO_HOLD;

function countFailure(hold: HoldState, attempt: Attempt, now: number): HoldState {
  const { result, delivery } = attempt;
  const failures = longer(hold.failures, delivery);
  const timeouts = result === 'timeout' ? longer(hold.timeouts, delivery) : AT_PEACE.timeouts;
  if (reached(timeouts, TIMEOUTS_TO_HOLD)) return heldForItself(hold, attempt, now, 'timeouts');
  if (reached(failures, FAILURES_TO_HOLD)) return heldForItself(hold, attempt, now, 'failing');
  return { ...hold, failures, timeouts };
}

const HOLD_REASONS: Partial<Record<AttemptResult, StateReason>> = { timeout: 'timeouts', failure: 'failing' };

/** The result of an attempt of this life: while active it counts, while held it is the probe's. */
function applyResult(hold: HoldState, attempt: Attempt, now: number): HoldState {
  const { result } = attempt;
  if (hold.state === 'active') {
    if (result === 'neutral') return hold;
    if (result !== 'success') return countFailure(hold, attempt, now);
    return hold.failures.length === 0 ? hold : { ...hold, failures: AT_PEACE.failures, timeouts: AT_PEACE.timeouts };
  }
  if (hold.state === 'paused') return hold;
  if (result === 'success') return begun(hold, now, {});
  const reason = HOLD_REASONS[result];
  return reason === undefined ? { ...hold, probing: false } : heldForItself(hold, attempt, now, reason);
}

/** What the answer asked for counts whichever life the attempt began in: it is the endpoint's newest word. */
function applyEffect(hold: HoldState, attempt: Attempt, now: number): HoldState | null {
  const { effect, revision } = attempt;
  if (effect === undefined || hold.state === 'paused') return null;
  if (effect.effect === 'pause') return begun(hold, now, { state: 'paused', reason: effect.reason, revision });
  if (effect.until <= now) return null;
  const until = Math.max(effect.until, hold.heldUntil);
  // Many attempts on the wire may ask for the same peace: together they are one hold.
  const again = hold.state === 'active' || attempt.life === hold.life;
  if (!again && until === hold.heldUntil) return hold;
  const count = again ? hold.count + 1 : hold.count;
  return begun(hold, now, { state: 'held', reason: effect.reason, heldUntil: until, count, revision });
}

function learn(hold: HoldState, stored: DestinationDecision): HoldState {
  if (stored.decided_at_ms <= hold.decidedAt || stored.state === 'active') return hold;
  return begun(hold, stored.decided_at_ms, {
    state: stored.state,
    reason: stored.reason,
    heldUntil: stored.held_until_ms ?? 0,
    count: stored.hold_count,
    revision: stored.revision,
  });
}

/**
 * The whole of holding and pausing. Returns the state given when nothing changed; a higher `life` means a decision to be
 * told. `now` is epoch ms by the broker's clock.
 *
 * active → held: the endpoint asks, or fails often enough. held → held, longer: its probe fails. held → active: its probe
 * succeeds. any → paused: a final refusal. paused → active: somebody resumes.
 */
export function reduceHold(hold: HoldState, event: HoldEvent, now: number): HoldState {
  switch (event.event) {
    case 'probe':
      return { ...hold, probing: true };
    case 'learnt':
      return learn(hold, event.stored);
    case 'resumed':
      return hold.state === 'paused' ? begun(hold, now, {}) : hold;
    case 'attempt':
      return applyEffect(hold, event, now) ?? (event.life === hold.life ? applyResult(hold, event, now) : hold);
    default:
      return event satisfies never;
  }
}
