import { rmSync } from 'node:fs';
import { access, chmod, constants, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';
import { atExit } from './exit.hook.js';
import { takeLock } from './folder.lock.js';
import { commandOf, findProcess } from './process.table.js';

/** A data folder that no other process uses as long as this one holds it. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly temporary: boolean;
  /** Gives it up; a temporary one is removed. Repeatable. */
  release(): Promise<void>;
}

type Kind = 'kafka' | 'postgres';

/** The process a temporary folder was made by, from the folder's name; undefined if it is not one of ours. */
export const makerOf = (name: string, kind: Kind): number | undefined => {
  const match = new RegExp(`^waybill-${kind}-(\\d+)-\\w{6}$`).exec(name);
  return match?.[1] === undefined ? undefined : Number(match[1]);
};

// What a killed process could not remove itself. Its server, if it still runs, is ended first by `endOrphan`.
const sweep = async (kind: Kind, endOrphans: (folder: string) => Promise<void>): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const maker = makerOf(name, kind);
    if (maker === undefined || findProcess(maker)) continue;
    const path = join(tmpdir(), name);
    // Another user's folder, or another sweep's: theirs to remove.
    await endOrphans(path)
      .then(() => rm(path, { recursive: true, force: true }))
      .catch(() => undefined);
  }
};

const temporaryFolder = async (kind: Kind): Promise<DataFolder> => {
  const path = await mkdtemp(join(tmpdir(), `waybill-${kind}-${process.pid}-`));
  await chmod(path, 0o711);
  const forget = atExit(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    temporary: true,
    release: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      forget();
    },
  };
};

const ownFolder = async (path: string): Promise<DataFolder> => {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const owner = await stat(path).catch(() => undefined);
    const whose = owner ? ` It belongs to user ${owner.uid}, this process runs as ${String(process.getuid?.())}.` : '';
    throw new EmbeddedError(
      'DATA_FOLDER_STALE',
      `The data folder ${path} cannot be written.${whose} Give it to this user, remove it, or choose another folder.`,
      { cause },
    );
  }
  const lock = await takeLock(join(path, 'owner.lock'));
  if ('release' in lock) return { path, temporary: false, release: lock.release };
  throw new EmbeddedError(
    'DATA_FOLDER_IN_USE',
    `The data folder ${path} is in use by process ${lock.heldBy.pid} (${commandOf(lock.heldBy.pid).trim().slice(0, 80)}). ` +
      `Stop that one first or choose another folder.`,
  );
};

/** Claims `dataDir` for this process, or makes a temporary folder where it is undefined, and ends servers a dead process left on it. */
export const claimDataFolder = async (
  kind: Kind,
  dataDir: string | undefined,
  endOrphans: (folder: string) => Promise<void>,
): Promise<DataFolder> => {
  if (dataDir === undefined) {
    await sweep(kind, endOrphans);
    return temporaryFolder(kind);
  }
  const folder = await ownFolder(resolve(dataDir));
  await endOrphans(folder.path);
  return folder;
};
