import type { DestinationId, SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** What a destination was from one revision on. `snapshot` holds no clear secret. `at` is epoch ms. */
export interface RevisionRow {
  destination_id: DestinationId;
  revision: number;
  at: number;
  actor: string;
  snapshot: Record<string, unknown>;
}

/** Keeps what a destination is from this revision on, in the transaction that changed it. */
export async function insertRevision(tx: Queryable, row: Omit<RevisionRow, 'at'>): Promise<void> {
  await tx.query({
    name: 'console.revision_insert',
    text: 'insert into destination_revisions (destination_id, revision, actor, snapshot) values ($1, $2, $3, $4)',
    values: [row.destination_id, row.revision, row.actor, JSON.stringify(row.snapshot)],
  });
}

/** Revisions of one destination, newest first, below the one given. */
export const listRevisions = (
  db: Queryable,
  page: { destination: DestinationId; below: number | null; limit: number },
): Promise<RevisionRow[]> =>
  db.query<RevisionRow>({
    name: 'console.revisions_list',
    text: `select destination_id, revision, at, actor, snapshot from destination_revisions
           where destination_id = $1 and ($2::bigint is null or revision < $2) order by revision desc limit $3`,
    values: [page.destination, page.below, page.limit],
  });

/** For every destination the space ever had: what it was at a configuration revision, `null` where it was not made yet. */
export const readRevisionsAt = (
  db: Queryable,
  space: SpaceId,
  revision: number,
): Promise<{ destination_id: DestinationId; name: string; snapshot: Record<string, unknown> | null }[]> =>
  db.query({
    name: 'console.revisions_at',
    text: `select d.id as destination_id, d.name, r.snapshot
           from destinations d left join lateral (
             select snapshot from destination_revisions r
             where r.destination_id = d.id and r.revision <= $2 order by r.revision desc limit 1
           ) r on true
           where d.space_id = $1 order by d.created_at, d.id`,
    values: [space, revision],
  });
