import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** What people set on a link. */
export interface LinkFields {
  name: string;
  landing: string;
  creative: string | null;
  source: string | null;
  note: string | null;
  enabled: boolean;
}

/** A link that is not deleted. `created_at` is epoch ms; `position` is the exact time. */
export interface LinkRow extends LinkFields {
  id: string;
  space_id: SpaceId;
  slug: string;
  created_at: number;
  position: string;
}

/** Names a link to be written, and the revision it is written with. */
export interface LinkKey {
  id: string;
  space: SpaceId;
  revision: number;
}

const COLUMNS = `id, space_id, slug, name, landing, creative, source, note, enabled, created_at, created_at::text as position`;

/** Links of a space by creation, newest first, after a position. */
export const listLinks = (
  db: Queryable,
  page: { space: SpaceId; after: { at: string; id: string } | null; limit: number },
): Promise<LinkRow[]> =>
  db.query<LinkRow>({
    name: 'console.links_list',
    text: `select ${COLUMNS} from links
           where space_id = $1 and deleted_at is null and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
           order by created_at desc, id desc limit $4`,
    values: [page.space, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  });

/** One link of a space; `null` when there is none. */
export async function readLink(db: Queryable, space: SpaceId, id: string): Promise<LinkRow | null> {
  const rows = await db.query<LinkRow>({
    name: 'console.link_read',
    text: `select ${COLUMNS} from links where id = $1 and space_id = $2 and deleted_at is null`,
    values: [id, space],
  });
  return rows[0] ?? null;
}

/** Adds a link; `null` when the slug is taken, in whatever space. */
export async function insertLink(
  tx: Queryable,
  key: LinkKey,
  slug: string,
  fields: LinkFields,
): Promise<LinkRow | null> {
  const rows = await tx.query<LinkRow>({
    name: 'console.link_insert',
    text: `insert into links (id, space_id, slug, name, landing, creative, source, note, enabled, revision)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (slug) where deleted_at is null do nothing returning ${COLUMNS}`,
    values: [
      key.id,
      key.space,
      slug,
      fields.name,
      fields.landing,
      fields.creative,
      fields.source,
      fields.note,
      fields.enabled,
      key.revision,
    ],
  });
  return rows[0] ?? null;
}

/** Replaces what people set; `null` when the space has no such link. */
export async function updateLink(tx: Queryable, key: LinkKey, fields: LinkFields): Promise<LinkRow | null> {
  const rows = await tx.query<LinkRow>({
    name: 'console.link_update',
    text: `update links set name = $3, landing = $4, creative = $5, source = $6, note = $7, enabled = $8, revision = $9
           where id = $1 and space_id = $2 and deleted_at is null returning ${COLUMNS}`,
    values: [
      key.id,
      key.space,
      fields.name,
      fields.landing,
      fields.creative,
      fields.source,
      fields.note,
      fields.enabled,
      key.revision,
    ],
  });
  return rows[0] ?? null;
}

/** Deletes a link, whose clicks keep its name; its slug is free again. `null` when the space has no such link. */
export async function deleteLink(tx: Queryable, key: LinkKey): Promise<LinkRow | null> {
  const rows = await tx.query<LinkRow>({
    name: 'console.link_delete',
    text: `update links set deleted_at = now(), revision = $3
           where id = $1 and space_id = $2 and deleted_at is null returning ${COLUMNS}`,
    values: [key.id, key.space, key.revision],
  });
  return rows[0] ?? null;
}
