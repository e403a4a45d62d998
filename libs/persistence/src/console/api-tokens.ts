import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';

/** What a person or program may do, each including the one before. */
export type Role = 'viewer' | 'operator' | 'admin';

/** A token of a program, without its secret. `space_ids` `null` = all spaces; times are epoch ms. */
export interface TokenRow {
  id: string;
  name: string;
  hint: string;
  role: Role;
  space_ids: SpaceId[] | null;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
}

const COLUMNS = 'id, name, hint, role, space_ids, created_by, created_at, last_used_at';
/** How often, in seconds, the use of a token is written down. */
const USE_STEP_S = 60;

/** The live token with this SHA-256 (hex), its use noted at most once a minute; `null` when unknown or revoked. */
export async function useToken(db: Queryable, hash: string): Promise<TokenRow | null> {
  const [found] = await db.query<TokenRow & { stale: boolean }>({
    name: 'console.token_find',
    text: `select ${COLUMNS}, coalesce(last_used_at < now() - interval '${USE_STEP_S} seconds', true) as stale
           from api_tokens where hash = decode($1, 'hex') and revoked_at is null`,
    values: [hash],
  });
  if (found?.stale) {
    await db.query({
      name: 'console.token_use',
      text: 'update api_tokens set last_used_at = now() where id = $1',
      values: [found.id],
    });
  }
  return found ?? null;
}

/** Tokens that work, newest first, after the position given. */
export const listTokens = (
  db: Queryable,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<(TokenRow & { position: string })[]> =>
  db.query<TokenRow & { position: string }>({
    name: 'console.tokens_list',
    text: `select ${COLUMNS}, created_at::text as position from api_tokens
           where revoked_at is null and ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))
           order by created_at desc, id desc limit $3`,
    values: [page.after?.at ?? null, page.after?.id ?? null, page.limit],
  });

/** A token about to be stored; `hash` is the SHA-256 of its text, hex. */
export type NewToken = Pick<TokenRow, 'id' | 'name' | 'hint' | 'role' | 'space_ids' | 'created_by'> & { hash: string };

export async function insertToken(tx: Queryable, token: NewToken): Promise<TokenRow> {
  const rows = await tx.query<TokenRow>({
    name: 'console.token_insert',
    text: `insert into api_tokens (id, name, hash, hint, role, space_ids, created_by) values ($1, $2, decode($3, 'hex'), $4, $5, $6, $7)
           returning ${COLUMNS}`,
    values: [token.id, token.name, token.hash, token.hint, token.role, token.space_ids, token.created_by],
  });
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** Ends a token; its name, or `null` when there is none that works. */
export async function revokeToken(tx: Queryable, id: string): Promise<string | null> {
  const rows = await tx.query<{ name: string }>({
    name: 'console.token_revoke',
    text: 'update api_tokens set revoked_at = now() where id = $1 and revoked_at is null returning name',
    values: [id],
  });
  return rows[0]?.name ?? null;
}
