import type { DestinationId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** Pauses by hand; a pause that is on goes on. */
export async function pauseDestination(
  tx: Queryable,
  id: DestinationId,
  actor: string,
  revision: number,
): Promise<void> {
  await tx.query({
    name: 'console.destination_pause',
    text: `update destinations set paused_at = coalesce(paused_at, now()), paused_by = $2, revision = $3 where id = $1`,
    values: [id, actor, revision],
  });
}

/**
 * Ends every pause and hold. The time paused, from whichever pause began first, is added to the total that horizons do
 * not count; the revision tells apart what was decided before.
 */
export async function resumeDestination(tx: Queryable, id: DestinationId, revision: number): Promise<void> {
  await tx.query({
    name: 'console.destination_resume',
    text: `update destinations d
              set paused_total_ms = d.paused_total_ms + coalesce((extract(epoch from now() - least(d.paused_at,
                    case when s.state = 'paused' and s.decided_revision >= d.resumed_revision then s.paused_at end)) * 1000)::bigint, 0),
                  paused_at = null, paused_by = null, resumed_revision = $2, revision = $2
             from (select $1::uuid as id) this left join destination_states s on s.destination_id = this.id
            where d.id = this.id`,
    values: [id, revision],
  });
  await tx.query({
    name: 'console.destination_state_reset',
    text: `update destination_states
              set state = 'active', reason = null, held_until = null, hold_count = 0, paused_at = null, decided_revision = $2
            where destination_id = $1 and state <> 'active'`,
    values: [id, revision],
  });
}
