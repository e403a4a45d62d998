import { spaceId, type SpaceId } from '@app/contracts';
import { z } from 'zod';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** A credential of a space. */
export interface Key {
  readonly id: string;
  readonly spaceId: SpaceId;
  readonly kind: 'secret' | 'ingest_token';
  /** Epoch ms from which it is refused: the end of the overlap of a rotated one, or the moment it was revoked. */
  readonly endsAtMs: number | null;
}

/** A key under the SHA-256 of its text, in hex. */
export interface StoredKey extends Key {
  readonly hash: string;
}

const keyRow = z
  .object({
    id: z.string(),
    space_id: spaceId,
    kind: z.enum(['secret', 'ingest_token']),
    hash: z.string(),
    ends_at: z.number().nullable(),
  })
  .transform((row): StoredKey => {
    return { id: row.id, spaceId: row.space_id, kind: row.kind, hash: row.hash, endsAtMs: row.ends_at };
  });

const COLUMNS = `id, space_id, kind, encode(hash, 'hex') as hash, least(expires_at, revoked_at) as ends_at`;

/** Keys changed after a revision, ended ones included; of all keys (0) only those that may still work. */
export async function keysChangedSince(db: Queryable, since: number): Promise<StoredKey[]> {
  const rows = await db.query({
    name: 'keys.changed',
    text: `select ${COLUMNS} from api_keys
            where revision > $1 and ($1 > 0 or coalesce(least(expires_at, revoked_at) > now(), true))`,
    values: [since],
  });
  return z.array(keyRow).parse(rows);
}

/** The key with this hash (hex), ended or not. */
export async function keyByHash(db: Queryable, hash: string): Promise<StoredKey | null> {
  const rows = await db.query({
    name: 'keys.by_hash',
    text: `select ${COLUMNS} from api_keys where hash = decode($1, 'hex')`,
    values: [hash],
  });
  return z.array(keyRow).parse(rows)[0] ?? null;
}

/** Notes when keys were last used; an older time than the one noted changes nothing. Epoch ms by key id. */
export async function noteKeyUse(db: Queryable, uses: ReadonlyMap<string, number>): Promise<void> {
  const ordered = [...uses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await db.query({
    name: 'keys.note_use',
    text: `update api_keys k set last_used_at = u.at
             from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
            where k.id = u.id and coalesce(k.last_used_at < u.at, true)`,
    values: [ordered.map(([id]) => id), ordered.map(([, at]) => timestamptz(at))],
  });
}
