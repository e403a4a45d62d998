import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf } from '@app/embedded';
import { z } from 'zod';
import { readPrivate, writePrivate } from './private.file.js';
import type { RunningService } from './state.file.js';

const LOOK_EVERY_MS = 500;

const word = z.object({
  name: z.string(),
  pid: z.number().int(),
  url: z.string().exactOptional(),
  management: z.string(),
});

/** Where instances that were started by `npm run service` leave word of themselves. */
const folderOf = (dataDir: string): string => join(dataDir, 'instances');

/** Leaves word of an instance; the returned function takes it back. */
export const leaveWord = async (dataDir: string, instance: RunningService): Promise<() => Promise<void>> => {
  const folder = folderOf(dataDir);
  const file = join(folder, `${instance.pid}.json`);
  await mkdir(folder, { recursive: true });
  await writePrivate(file, instance);
  return () => rm(file, { force: true });
};

/** Nothing for one that was taken back meanwhile, or whose process is gone. */
const readWord = async (file: string): Promise<RunningService[]> => {
  const instance = await readPrivate(file, word);
  return instance && identityOf(instance.pid) ? [instance] : [];
};

/** The instances that left word and still run. */
export const joinedInstances = async (dataDir: string): Promise<RunningService[]> => {
  const folder = folderOf(dataDir);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  return (await Promise.all(files.map((name) => readWord(join(folder, name))))).flat();
};

/** Calls `onChange` with the joined instances whenever they are others; until the process ends. */
export const watchJoined = (dataDir: string, onChange: (joined: readonly RunningService[]) => void): void => {
  let known = '[]';
  const look = async (): Promise<void> => {
    const joined = await joinedInstances(dataDir);
    const now = JSON.stringify(joined);
    if (now === known) return;
    known = now;
    onChange(joined);
  };
  setInterval(() => void look(), LOOK_EVERY_MS).unref();
};
