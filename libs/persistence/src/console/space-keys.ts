import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** The two credentials of a space. */
export type KeyKind = 'secret' | 'ingest_token';

/** A key about to be stored: its SHA-256 (hex), the few characters people recognise it by, and its sealed text if it is kept. */
export interface NewKey {
  id: string;
  kind: KeyKind;
  hash: string;
  hint: string;
  encrypted: string | null;
}

/** The live key of one kind, and the one before it while it still works. Times are epoch ms. */
export interface KeyPair {
  kind: KeyKind;
  hint: string;
  created_at: number;
  last_used_at: number | null;
  previous_expires_at: number | null;
  previous_last_used_at: number | null;
}

/** Adds the live key of a kind. */
export async function insertKey(tx: Queryable, space: SpaceId, key: NewKey, revision: number): Promise<void> {
  await tx.query({
    name: 'console.key_insert',
    text: `insert into api_keys (id, space_id, kind, hash, hint, encrypted, revision) values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)`,
    values: [key.id, space, key.kind, key.hash, key.hint, key.encrypted, revision],
  });
}

/** The keys of a space that work now, one entry a kind. */
export const listKeys = (db: Queryable, space: SpaceId): Promise<KeyPair[]> =>
  db.query<KeyPair>({
    name: 'console.keys_list',
    text: `select live.kind, live.hint, live.created_at, live.last_used_at,
                  previous.expires_at as previous_expires_at, previous.last_used_at as previous_last_used_at
           from api_keys live left join lateral (
             select expires_at, last_used_at from api_keys old
             where old.space_id = live.space_id and old.kind = live.kind and old.revoked_at is null and old.expires_at > now()
             order by old.expires_at desc limit 1
           ) previous on true
           where live.space_id = $1 and live.revoked_at is null and live.expires_at is null order by live.kind desc`,
    values: [space],
  });

/**
 * Lets the live key of a kind end `overlapSeconds` from now, and every earlier one at once: at most one previous key
 * works. With 0 it ends now. Answers when the live one ends (epoch ms), `null` if it just did.
 */
export async function retireKeys(
  tx: Queryable,
  space: SpaceId,
  kind: KeyKind,
  overlapSeconds: number,
  revision: number,
): Promise<number | null> {
  const rows = await tx.query<{ ends_at: number | null }>({
    name: 'console.keys_retire',
    text: `update api_keys
           set revision = $4,
               revoked_at = case when expires_at is not null or $3::int = 0 then now() end,
               expires_at = coalesce(expires_at, now() + $3::int * interval '1 second')
           where space_id = $1 and kind = $2 and revoked_at is null
           returning case when revoked_at is null then expires_at end as ends_at`,
    values: [space, kind, overlapSeconds, revision],
  });
  return rows.find((row) => row.ends_at !== null)?.ends_at ?? null;
}

/** Ends the previous key of a kind now; `false` when none was alive. */
export async function dropPreviousKey(
  tx: Queryable,
  space: SpaceId,
  kind: KeyKind,
  revision: number,
): Promise<boolean> {
  const rows = await tx.query({
    name: 'console.key_drop',
    text: `update api_keys set revoked_at = now(), revision = $3
           where space_id = $1 and kind = $2 and revoked_at is null and expires_at > now() returning id`,
    values: [space, kind, revision],
  });
  return rows.length > 0;
}
