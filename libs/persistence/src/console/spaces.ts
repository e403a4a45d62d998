import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** A row of `spaces`. `created_at` is epoch ms. */
export interface SpaceRow {
  id: SpaceId;
  name: string;
  time_zone: string;
  event_aliases: Record<string, string>;
  notices: Record<string, unknown>;
  created_at: number;
}

const COLUMNS = 'id, name, time_zone, event_aliases, notices, created_at';

/** Where a page of spaces begins: after this name (they are listed by name). */
export interface SpacePage {
  /** `null` = every space. */
  visible: readonly SpaceId[] | null;
  after: string | null;
  limit: number;
}

/** Spaces by name, only those visible. */
export const listSpaces = (db: Queryable, page: SpacePage): Promise<SpaceRow[]> =>
  db.query<SpaceRow>({
    name: 'console_spaces_list',
    text: `select ${COLUMNS} from spaces
           where ($1::uuid[] is null or id = any($1::uuid[])) and ($2::text is null or name > $2) order by name limit $3`,
    values: [page.visible, page.after, page.limit],
  });

/** One space; `null` when there is none. */
export async function readSpace(db: Queryable, id: SpaceId): Promise<SpaceRow | null> {
  const rows = await db.query<SpaceRow>({
    name: 'console_space_read',
    text: `select ${COLUMNS} from spaces where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Writable part of a space. */
export type SpaceFields = Pick<SpaceRow, 'name' | 'time_zone' | 'event_aliases' | 'notices'>;

/** Adds a space; `null` when the name is taken. */
export async function insertSpace(
  tx: Queryable,
  id: SpaceId,
  fields: SpaceFields,
  revision: number,
): Promise<SpaceRow | null> {
  const rows = await tx.query<SpaceRow>({
    name: 'console_space_insert',
    text: `insert into spaces (id, name, time_zone, event_aliases, notices, revision) values ($1, $2, $3, $4, $5, $6)
           on conflict (name) do nothing returning ${COLUMNS}`,
    values: [
      id,
      fields.name,
      fields.time_zone,
      JSON.stringify(fields.event_aliases),
      JSON.stringify(fields.notices),
      revision,
    ],
  });
  return rows[0] ?? null;
}

/** Replaces the writable part; `null` when another space has that name. Writers are serialised by the revision's lock. */
export async function updateSpace(
  tx: Queryable,
  id: SpaceId,
  fields: SpaceFields,
  revision: number,
): Promise<SpaceRow | null> {
  const rows = await tx.query<SpaceRow>({
    name: 'console_space_update',
    text: `update spaces set name = $2, time_zone = $3, event_aliases = $4, notices = $5, revision = $6
           where id = $1 and not exists (select from spaces other where other.name = $2 and other.id <> $1)
           returning ${COLUMNS}`,
    values: [
      id,
      fields.name,
      fields.time_zone,
      JSON.stringify(fields.event_aliases),
      JSON.stringify(fields.notices),
      revision,
    ],
  });
  return rows[0] ?? null;
}
