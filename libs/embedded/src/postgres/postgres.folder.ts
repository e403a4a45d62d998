import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';
import { commandOf } from '../process/process.table.js';
import { runProgram } from '../process/run.program.js';
import type { Account } from '../process/spawn.command.js';
import type { PostgresBinaries } from './postgres.binaries.js';

/** The major version of the binaries; another version's data cannot be read. */
const majorVersion = '18';

/** Account, and database, of the application. */
export const databaseName = 'waybill';

/** The cluster's own folder inside the data folder. */
export const clusterFolder = (folder: string): string => join(folder, 'pgdata');
const passwordFile = (folder: string): string => join(folder, 'password');

/** What is on disk where the cluster should be. */
export interface ClusterState {
  readonly version: string | undefined;
  readonly owner: number;
}

/** Why these data cannot be used by a server that runs as `uid`; undefined if they can. */
export const staleReason = ({ version, owner }: ClusterState, uid: number | undefined): string | undefined => {
  if (version === undefined) return 'is not a Postgres data folder';
  if (version !== majorVersion) return `was written by Postgres ${version}, this is ${majorVersion}`;
  if (uid !== undefined && owner !== uid) return `belongs to user ${owner}, Postgres would run as ${uid}`;
  return undefined;
};

/** The state of the cluster's folder, undefined if there is none yet. */
export const readState = async (folder: string): Promise<ClusterState | undefined> => {
  const found = await stat(clusterFolder(folder)).catch(() => undefined);
  if (!found) return undefined;
  const version = await readFile(join(clusterFolder(folder), 'PG_VERSION'), 'utf8').catch(() => undefined);
  return { version: version?.trim(), owner: found.uid };
};

/** The password of the existing data, or a DATA_FOLDER_STALE if they cannot be used. */
export const openCluster = async (folder: string, state: ClusterState, uid: number | undefined): Promise<string> => {
  const password = await readFile(passwordFile(folder), 'utf8').catch(() => undefined);
  const reason = staleReason(state, uid) ?? (password ? undefined : `has lost its password file`);
  if (reason !== undefined || password === undefined) {
    throw new EmbeddedError(
      'DATA_FOLDER_STALE',
      `The Postgres data folder ${folder} ${String(reason)}. Remove it to begin with an empty one, or choose another folder.`,
    );
  }
  return password.trim();
};

/** Where a new cluster goes and what it may rely on. */
export interface NewCluster {
  /** The data folder, which will hold the cluster's own. */
  readonly folder: string;
  /** Whether it must survive a crash of the machine from the first moment. */
  readonly durable: boolean;
  readonly account: Account | undefined;
}

/** Makes a new cluster with the application's database and a random password, which is returned. Interrupted, it leaves none. */
export const createCluster = async (
  { folder, durable, account }: NewCluster,
  { initdb, postgres }: PostgresBinaries,
): Promise<string> => {
  const draft = join(folder, 'pgdata.new');
  const password = randomBytes(16).toString('hex');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (account) await chown(draft, account.uid, account.gid);

  const run = async (file: string, args: readonly string[], input?: string): Promise<void> => {
    const { code, output } = await runProgram({ file, args }, { account, cwd: folder, ...(input ? { input } : {}) });
    if (code === 0) return;
    const tail = output.trim().split('\n').slice(-8).join('\n  ');
    throw new EmbeddedError(
      'START_FAILED',
      `Postgres could not make a new data folder in ${folder}. It said:\n  ${tail}`,
    );
  };
  // The built-in locale sorts and folds alike on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await run(initdb, [
    '-D',
    draft,
    '-U',
    databaseName,
    '--auth=trust',
    '--no-instructions',
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ]);
  const sql = `CREATE DATABASE ${databaseName};\nALTER ROLE ${databaseName} PASSWORD '${password}';\n`;
  // Single-user mode needs no port and no password, and ends when its input does. -j would take all of it as one command.
  await run(postgres, ['--single', '-D', draft, '-c', 'exit_on_error=on', 'postgres'], sql);
  await writeFile(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
  await writeFile(passwordFile(folder), `${password}\n`, { mode: 0o600 });
  await rename(draft, clusterFolder(folder));
  return password;
};

/**
 * Removes a postmaster.pid whose pid now belongs to some other program, as after a restarted container: Postgres would take
 * that program for a second server. Its own check, of the shared memory, covers all other cases.
 */
export const removeMisleadingPidFile = async (folder: string): Promise<void> => {
  const path = join(clusterFolder(folder), 'postmaster.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid)) return;
  const command = commandOf(pid);
  if (command !== '' && !command.includes('postgres')) await rm(path, { force: true });
};
