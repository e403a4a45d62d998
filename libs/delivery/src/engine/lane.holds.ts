import type { DestinationDecision, DestinationEffect } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { Exchange } from '../attempt/attempt.js';
import { reduceHold } from '../hold/hold.reducer.js';
import type { AttemptResult, HoldEffect, HoldEvent } from '../hold/hold.state.js';
import { decisionOf } from '../hold/hold.state.js';
import type { Lane } from '../lanes/lane.js';
import type { Ticket } from '../records/ticket.js';

/** What an exchange says about the endpoint's health. */
export function resultOf({ results, request }: Exchange): AttemptResult {
  if (request === null) return 'neutral';
  let result: AttemptResult = 'neutral';
  for (const { judged } of results) {
    if (judged.verdict === 'sent') return 'success';
    if (judged.verdict !== 'retry' || judged.reason === 'internal_error') continue;
    result = judged.reason === 'timeout' ? 'timeout' : 'failure';
  }
  return result;
}

/** No answer may close a destination for longer than its deliveries live: by then all that could be helped have died. */
export const boundedEffect = (
  effect: DestinationEffect | undefined,
  now: number,
  horizonS: number,
): HoldEffect | undefined =>
  effect?.effect === 'slow' ? { ...effect, until: Math.min(effect.until, now + horizonS * 1000) } : effect;

/** Applies an event to a lane's hold, and says what came of it. `now` is epoch ms by the broker's clock. */
export function applyHold(lane: Lane<Ticket>, event: HoldEvent, now: number, log: Logger): void {
  const before = lane.hold;
  const after = reduceHold(before, event, now);
  if (after === before) return;
  lane.hold = after;
  if (after.life === before.life) return;
  lane.restart();
  if (event.event === 'learnt') {
    lane.told = after.life;
    return;
  }
  const { state, reason, heldUntil, count } = after;
  const until = state === 'held' ? { held_until: new Date(heldUntil).toISOString(), hold_count: count } : {};
  log.info({ destination_id: lane.id, state, reason, ...until }, `destination.${state}`);
}

/** What recorder has not been told of the lane's destination yet; it counts as told from now on. */
export function untoldDecision(lane: Lane<Ticket>): DestinationDecision | null {
  if (lane.told === lane.hold.life) return null;
  lane.told = lane.hold.life;
  return decisionOf(lane.hold);
}
