import type { SpaceId } from '@app/contracts';
import type { Queryable } from '../database.js';
import type { Role } from './api-tokens.js';

/** A person who may sign in. `space_ids` `null` = all spaces. */
export interface UserRow {
  id: string;
  /** Lower case. */
  email: string;
  role: Role;
  space_ids: SpaceId[] | null;
}

/** The user with this e-mail (lower case) and the hash of their password; `null` when unknown or disabled. */
export async function findUser(db: Queryable, email: string): Promise<(UserRow & { password_hash: string }) | null> {
  const [found] = await db.query<UserRow & { password_hash: string }>({
    name: 'console.user_find',
    text: 'select id, email, role, space_ids, password_hash from users where email = $1 and disabled_at is null',
    values: [email],
  });
  return found ?? null;
}

export async function hasUsers(db: Queryable): Promise<boolean> {
  const rows = await db.query({ name: 'console.users_any', text: 'select 1 from users limit 1' });
  return rows.length > 0;
}

/** Stores an administrator of all spaces; changes nothing where the e-mail is taken. */
export async function insertAdmin(
  db: Queryable,
  user: { id: string; email: string; password_hash: string },
): Promise<void> {
  await db.query({
    name: 'console.user_insert_admin',
    text: `insert into users (id, email, password_hash, role) values ($1, $2, $3, 'admin') on conflict (email) do nothing`,
    values: [user.id, user.email, user.password_hash],
  });
}
