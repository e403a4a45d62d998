import type { DestinationId, StateReason } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** A row of `destination_states`. Times are epoch ms. */
export interface DestinationState {
  readonly destinationId: DestinationId;
  readonly state: 'active' | 'held' | 'paused';
  readonly reason: StateReason | null;
  readonly heldUntilMs: number | null;
  readonly holdCount: number;
  readonly decidedRevision: number;
  readonly decidedAtMs: number;
  /** Since when it is paused by itself. */
  readonly pausedAtMs: number | null;
  /** How many tasks may wait in the main topic while it is active. */
  readonly windowSize: number;
  /** When the second that `settledSinceChange` counts has begun. */
  readonly windowChangedAtMs: number;
  readonly settledSinceChange: number;
  readonly lastSuccessAtMs: number | null;
}

/** A locked state with what it is judged by. */
export interface LockedDestinationState extends DestinationState {
  /** Revision of the last resume by a person; a pause decided with an older one does not count. */
  readonly resumedRevision: number;
  readonly isPausedByHand: boolean;
  /** Clock of the database. */
  readonly nowMs: number;
}

const ENSURE = `
  insert into destination_states (destination_id) select id from unnest($1::uuid[]) as given (id) order by id
  on conflict do nothing`;

const LOCK = `
  select s.destination_id as "destinationId", s.state, s.reason, s.held_until as "heldUntilMs",
         s.hold_count as "holdCount", s.decided_revision as "decidedRevision", s.decided_at as "decidedAtMs",
         s.paused_at as "pausedAtMs", s.window_size as "windowSize", s.window_changed_at as "windowChangedAtMs",
         s.settled_since_change as "settledSinceChange", s.last_success_at as "lastSuccessAtMs",
         coalesce(d.resumed_revision, 0) as "resumedRevision", d.paused_at is not null as "isPausedByHand",
         clock_timestamp() as "nowMs"
    from destination_states s left join destinations d on d.id = s.destination_id
   where s.destination_id = any($1::uuid[])
   order by s.destination_id
     for update of s`;

/** Locks the states of destinations in id order, making those that do not exist yet. */
export async function lockDestinationStates(
  tx: Queryable,
  ids: readonly DestinationId[],
): Promise<LockedDestinationState[]> {
  const lock = () => tx.query<LockedDestinationState>({ name: 'outcomes.states_lock', text: LOCK, values: [ids] });
  const found = await lock();
  if (found.length === ids.length) return found;
  await tx.query({ name: 'outcomes.states_ensure', text: ENSURE, values: [ids] });
  return lock();
}

const UPDATE = `
  update destination_states s
     set state = n.state, reason = n.reason, held_until = n.held_until, hold_count = n.hold_count,
         decided_revision = n.decided_revision, decided_at = n.decided_at, paused_at = n.paused_at,
         window_size = n.window_size, window_changed_at = n.window_changed_at,
         settled_since_change = n.settled_since_change, last_success_at = n.last_success_at
    from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::bigint[], $7::timestamptz[],
                $8::timestamptz[], $9::int[], $10::timestamptz[], $11::bigint[], $12::timestamptz[])
      as n (id, state, reason, held_until, hold_count, decided_revision, decided_at, paused_at, window_size,
            window_changed_at, settled_since_change, last_success_at)
   where s.destination_id = any($1::uuid[]) and s.destination_id = n.id`;

/** Writes states that this transaction has locked. */
export async function updateDestinationStates(tx: Queryable, states: readonly DestinationState[]): Promise<void> {
  const column = <T>(pick: (state: DestinationState) => T): T[] => states.map(pick);
  await tx.query({
    name: 'outcomes.states_update',
    text: UPDATE,
    values: [
      column((state) => state.destinationId),
      column((state) => state.state),
      column((state) => state.reason),
      column((state) => timestamptz(state.heldUntilMs)),
      column((state) => state.holdCount),
      column((state) => state.decidedRevision),
      column((state) => timestamptz(state.decidedAtMs)),
      column((state) => timestamptz(state.pausedAtMs)),
      column((state) => state.windowSize),
      column((state) => timestamptz(state.windowChangedAtMs)),
      column((state) => state.settledSinceChange),
      column((state) => timestamptz(state.lastSuccessAtMs)),
    ],
  });
}
