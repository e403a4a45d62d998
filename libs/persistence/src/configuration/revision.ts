import type { Queryable } from '../database.js';

/**
 * Raises the installation's configuration revision and answers the new one, to be written into every row the
 * transaction changes. The lock it takes makes commit order and revision order the same; call it first.
 */
export async function nextRevision(tx: Queryable): Promise<number> {
  const [state] = await tx.query<{ revision: number }>({
    name: 'configuration.next_revision',
    text: `update config_state set revision = revision + 1 returning revision`,
  });
  if (!state) throw new Error('config_state has no row: the schema is damaged');
  return state.revision;
}

/** The newest committed revision. */
export async function readRevision(db: Queryable): Promise<number> {
  const [state] = await db.query<{ revision: number }>({
    name: 'configuration.revision',
    text: `select revision from config_state`,
  });
  if (!state) throw new Error('config_state has no row: the schema is damaged');
  return state.revision;
}
