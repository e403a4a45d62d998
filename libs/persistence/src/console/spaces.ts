import type { Canonical, SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** What people set on a space. */
export interface SpaceFields {
  name: string;
  /** IANA name. */
  time_zone: string;
  /** Further names by which `/e` knows the canonicals. */
  event_aliases: Record<string, Canonical>;
}

/** A row of `spaces`. `created_at` is epoch ms. */
export interface SpaceRow extends SpaceFields {
  id: SpaceId;
  created_at: number;
}

const COLUMNS = 'id, name, time_zone, event_aliases, created_at';

/** Spaces by creation, newest first, after a position; `visible` `null` = every space. `position` is the exact time. */
export const listSpaces = (
  db: Queryable,
  page: { visible: readonly SpaceId[] | null; after: { at: string; id: string } | null; limit: number },
): Promise<(SpaceRow & { position: string })[]> =>
  db.query<SpaceRow & { position: string }>({
    name: 'console.spaces_list',
    text: `select ${COLUMNS}, created_at::text as position from spaces
           where ($1::uuid[] is null or id = any($1::uuid[])) and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
           order by created_at desc, id desc limit $4`,
    values: [page.visible, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  });

/** One space; `null` when there is none. */
export async function readSpace(db: Queryable, id: SpaceId): Promise<SpaceRow | null> {
  const rows = await db.query<SpaceRow>({
    name: 'console.space_read',
    text: `select ${COLUMNS} from spaces where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Adds a space; `null` when the name is taken. */
export async function insertSpace(
  tx: Queryable,
  key: { id: SpaceId; revision: number },
  fields: SpaceFields,
): Promise<SpaceRow | null> {
  const rows = await tx.query<SpaceRow>({
    name: 'console.space_insert',
    text: `insert into spaces (id, revision, name, time_zone, event_aliases) values ($1, $2, $3, $4, $5)
           on conflict (name) do nothing returning ${COLUMNS}`,
    values: [key.id, key.revision, fields.name, fields.time_zone, JSON.stringify(fields.event_aliases)],
  });
  return rows[0] ?? null;
}

/** Replaces what people set; `null` when another space has that name. Writers are serialised by the revision's lock. */
export async function updateSpace(
  tx: Queryable,
  key: { id: SpaceId; revision: number },
  fields: SpaceFields,
): Promise<SpaceRow | null> {
  const rows = await tx.query<SpaceRow>({
    name: 'console.space_update',
    text: `update spaces set revision = $2, name = $3, time_zone = $4, event_aliases = $5
           where id = $1 and not exists (select from spaces other where other.name = $3 and other.id <> $1)
           returning ${COLUMNS}`,
    values: [key.id, key.revision, fields.name, fields.time_zone, JSON.stringify(fields.event_aliases)],
  });
  return rows[0] ?? null;
}

/** Of these ids, those no space has. */
export async function missingSpaces(db: Queryable, ids: readonly SpaceId[]): Promise<SpaceId[]> {
  const rows = await db.query<{ id: SpaceId }>({
    name: 'console.spaces_missing',
    text: `select given.id from unnest($1::uuid[]) as given (id)
           where not exists (select from spaces where spaces.id = given.id)`,
    values: [ids],
  });
  return rows.map((row) => row.id);
}
