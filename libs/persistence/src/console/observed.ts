import type { DestinationId, Kind, SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** A destination as monitoring sees it. */
export interface ObservedDestination {
  id: DestinationId;
  space_id: SpaceId;
  kind: Kind;
  name: string;
  /** What counts now: off or paused by people, paused by a final answer, on hold, or none of these. */
  state: 'active' | 'held' | 'paused' | 'off';
  /** Epoch ms. */
  last_success_at: number | null;
}

/** All destinations that exist, the oldest `limit` of them. An automatic pause from before a resume does not count. */
export const readObserved = (db: Queryable, limit: number): Promise<ObservedDestination[]> =>
  db.query<ObservedDestination>({
    name: 'observed_destinations',
    text: `select d.id, d.space_id, d.kind, d.name, s.last_success_at,
                  case when not d.enabled then 'off'
                       when d.paused_at is not null then 'paused'
                       when s.state = 'paused' and s.decided_revision >= d.resumed_revision then 'paused'
                       when s.state = 'held' then 'held'
                       else 'active' end as state
             from destinations d left join destination_states s on s.destination_id = d.id
            where d.deleted_at is null order by d.created_at, d.id limit $1`,
    values: [limit],
  });
