import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { commandOf, endProcess, identityOf, repositoryRoot, takeLock } from '@app/embedded';
import { z } from 'zod';
import { readPrivate } from '../settings/private.file.js';

const LOCK = 'standalone.lock';

/** The data folder while this launcher holds it. */
export interface DataHome {
  readonly path: string;
  /** As a person would type it. */
  readonly shown: string;
  readonly stateFile: string;
  readonly credentialsFile: string;
  readonly environmentFile: string;
  /** Removes everything earlier runs left. */
  wipe(): Promise<void>;
  release(): Promise<void>;
}

const told = z.object({ ingest: z.string(), console: z.string() });

const addressesOf = async (stateFile: string): Promise<string> => {
  const state = await readPrivate(stateFile, told);
  return state ? ` (ingest ${state.ingest}, console ${state.console})` : ', but is not ready yet';
};

const leftBehind = z.object({ services: z.array(z.object({ pid: z.number().int().positive() })) });

/** What a stack's services get to end by themselves, which they do when their launcher dies. */
const LEFTOVER_GRACE_MS = 12_000;

/** Services of a launcher that was killed: waits for their end, so that their ports are free; a pid that is another's now is left alone. */
const endLeftovers = async (stateFile: string): Promise<void> => {
  const pids = (await readPrivate(stateFile, leftBehind))?.services ?? [];
  const apps = join(repositoryRoot(), 'dist/apps/');
  const ours = pids.flatMap(({ pid }) => (commandOf(pid).includes(apps) ? (identityOf(pid) ?? []) : []));
  await Promise.all(ours.map((identity) => endProcess(identity, 'SIGTERM', LEFTOVER_GRACE_MS)));
};

/** Path of the data folder, given or by default. */
export const dataHomePath = (given: string | null): string => resolve(given ?? join(repositoryRoot(), '.waybill'));

/** Claims the data folder; fails with what to do when another launcher runs on it. */
export const claimDataHome = async (path: string): Promise<DataHome> => {
  const stateFile = join(path, 'standalone.json');
  const below = relative(process.cwd(), path);
  const shown = below === '' || below.startsWith('..') ? path : below;
  await mkdir(path, { recursive: true });
  const lock = await takeLock(join(path, LOCK));
  if ('heldBy' in lock) {
    throw new Error(
      `Waybill already runs on ${shown} as process ${lock.heldBy.pid}${await addressesOf(stateFile)}. ` +
        `Stop it with Ctrl-C in its terminal, or start a second one with --data-dir and --port-base of its own.`,
    );
  }
  await endLeftovers(stateFile);
  // Left by a launcher that was killed: nothing it says is true any more.
  const environmentFile = join(path, 'environment.json');
  await Promise.all([stateFile, environmentFile].map((file) => rm(file, { force: true })));
  return {
    path,
    shown,
    stateFile,
    credentialsFile: join(path, 'credentials.json'),
    environmentFile,
    wipe: async () => {
      const left = (await readdir(path)).filter((name) => name !== LOCK);
      await Promise.all(left.map((name) => rm(join(path, name), { recursive: true, force: true })));
    },
    release: lock.release,
  };
};
