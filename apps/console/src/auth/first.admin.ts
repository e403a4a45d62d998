import { randomUUID } from 'node:crypto';
import { hasUsers, insertAdmin, type Database } from '@app/persistence';
import { hashPassword } from './password.js';

/** Makes the administrator the settings name, if both are given and nobody can sign in yet. */
export async function ensureFirstAdmin(
  database: Database,
  { email, password }: { readonly email: string | null; readonly password: string | null },
): Promise<void> {
  if (email === null || password === null || (await hasUsers(database))) return;
  await insertAdmin(database, {
    id: randomUUID(),
    email: email.toLowerCase(),
    password_hash: await hashPassword(password),
  });
}
