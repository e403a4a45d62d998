import type { Queryable } from '../database.js';
import type { UserRow } from './users.js';

/** A session that works, and whose it is. `csrf_hash` is hex. */
export interface SessionRow {
  user: UserRow;
  csrf_hash: string;
}

/** How often, in seconds, the use of a session is written down. */
const USE_STEP_S = 60;

interface FoundSession extends UserRow {
  csrf_hash: string;
  stale: boolean;
}

/**
 * The session with this SHA-256 (hex) of its id, its use noted at most once a minute; `null` when it is unknown, ended,
 * unused for longer than `idle_s`, or its user is disabled.
 */
export async function useSession(db: Queryable, hash: string, idle_s: number): Promise<SessionRow | null> {
  const [found] = await db.query<FoundSession>({
    name: 'console.session_find',
    text: `select u.id, u.email, u.role, u.space_ids, encode(s.csrf_hash, 'hex') as csrf_hash,
                  s.seen_at < now() - interval '${USE_STEP_S} seconds' as stale
           from sessions s join users u on u.id = s.user_id
           where s.id_hash = decode($1, 'hex') and s.expires_at > now()
             and s.seen_at > now() - make_interval(secs => $2) and u.disabled_at is null`,
    values: [hash, idle_s],
  });
  if (!found) return null;
  const { csrf_hash, stale, ...user } = found;
  if (stale) {
    await db.query({
      name: 'console.session_use',
      text: `update sessions set seen_at = now() where id_hash = decode($1, 'hex')`,
      values: [hash],
    });
  }
  return { user, csrf_hash };
}

/** Stores a session, and forgets those that have ended. Hashes are hex. */
export async function insertSession(
  tx: Queryable,
  session: { hash: string; csrf_hash: string; user_id: string; lifetime_s: number },
): Promise<void> {
  await tx.query({ name: 'console.sessions_forget', text: 'delete from sessions where expires_at <= now()' });
  await tx.query({
    name: 'console.session_insert',
    text: `insert into sessions (id_hash, csrf_hash, user_id, expires_at)
           values (decode($1, 'hex'), decode($2, 'hex'), $3, now() + make_interval(secs => $4))`,
    values: [session.hash, session.csrf_hash, session.user_id, session.lifetime_s],
  });
}

/** Ends a session. */
export async function deleteSession(tx: Queryable, hash: string): Promise<void> {
  await tx.query({
    name: 'console.session_delete',
    text: `delete from sessions where id_hash = decode($1, 'hex')`,
    values: [hash],
  });
}
