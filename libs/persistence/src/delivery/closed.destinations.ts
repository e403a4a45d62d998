import type { DestinationDecision, DestinationId, Kind } from '@app/contracts';
import { destinationDecision, destinationId } from '@app/contracts';
import { z } from 'zod';
import type { Queryable } from '../database.js';

/** A destination that is held or paused by itself, and the decision that made it so. */
export interface ClosedDestination {
  readonly id: DestinationId;
  readonly decision: DestinationDecision;
}

const rows = z.array(
  destinationDecision
    .extend({ id: destinationId })
    .transform(({ id, ...decision }): ClosedDestination => ({ id, decision })),
);

/** All destinations of a kind that recorder knows to be held or paused; the end of a hold may have passed. */
export async function readClosedDestinations(db: Queryable, kind: Kind): Promise<ClosedDestination[]> {
  const found = await db.query({
    name: 'delivery.closed',
    text: `select s.destination_id as id, s.state, s.reason, s.held_until as held_until_ms, s.hold_count,
                  s.decided_revision as revision, s.decided_at as decided_at_ms
             from destination_states s join destinations d on d.id = s.destination_id
            where d.kind = $1::destination_kind and d.deleted_at is null and s.state <> 'active'`,
    values: [kind],
  });
  return rows.parse(found);
}
