import { readFileSync } from 'node:fs';
import { EmbeddedError } from '../embedded.error.js';
import type { Account } from '../process/spawn.command.js';

/** Accounts of the text of /etc/passwd. */
export const parseAccounts = (passwd: string): Account[] =>
  passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });

/**
 * The account root has to run Postgres as, because it refuses to run as root: the owner of the data if there are any, else
 * `postgres` or `nobody`, whichever the machine has. None is created: that is the administrator's to do.
 */
export const chooseAccount = (accounts: readonly Account[], dataOwner: number | undefined): Account => {
  const chosen =
    accounts.find((account) => account.uid === dataOwner && account.uid !== 0) ??
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody');
  if (chosen) return chosen;
  throw new EmbeddedError(
    'ACCOUNT_MISSING',
    'Postgres refuses to run as root, and this machine has neither an account "postgres" nor "nobody". Create one (useradd --system postgres) or run this as another user.',
  );
};

/** The account for this process: undefined means its own, which is any but root. */
export const serverAccount = (dataOwner: number | undefined): Account | undefined =>
  process.getuid?.() === 0 ? chooseAccount(parseAccounts(readFileSync('/etc/passwd', 'utf8')), dataOwner) : undefined;
