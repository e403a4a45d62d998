import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCredentials } from '../settings/credentials.js';

/** Where the jobs of a stack keep what they made. */
export const credentialsFile = (dataDir: string): string => join(dataDir, 'credentials.json');

/** Other users of the volume (Postgres' own) read them; nobody changes them. */
const READABLE = 0o444;
/** Length of the made password of the database, bytes. */
const PASSWORD_BYTES = 24;

const kept = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
};

/**
 * Makes whatever is secret in a stack, once, each into a file of its own, as services take it by `…_FILE`. What is there
 * stays: the data of the database is encrypted with it.
 */
export const makeSecretFiles = async (dataDir: string): Promise<void> => {
  const { admin, secret_keys } = await loadCredentials(credentialsFile(dataDir), false);
  const password = (await kept(join(dataDir, 'postgres_password'))) ?? randomBytes(PASSWORD_BYTES).toString('hex');
  const files = {
    secret_keys,
    admin_token: admin.token,
    admin_password: admin.password,
    postgres_password: password,
    database_url: `postgres://waybill:${password}@postgres:5432/waybill`,
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(dataDir, name);
    if ((await kept(path)) === null) await writeFile(path, content, { mode: READABLE });
  }
};
