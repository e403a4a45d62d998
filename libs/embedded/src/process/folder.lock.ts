import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { identityOf, isAlive, ProcessIdentity } from './process.table.js';

/** Parses what a lock or process record holds; undefined for anything else (a half-written file after a power cut). */
export const parseIdentity = (text: string): ProcessIdentity | undefined => {
  try {
    return ProcessIdentity.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

// Only what was read as stale is removed: a lock another process took in the meantime is put back.
const removeStale = async (path: string, stale: string): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await read(aside)) !== stale) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

// A second release must not remove the lock of whoever came after.
const releaseOnce = (path: string): (() => Promise<void>) => {
  let released: Promise<void> | undefined;
  return () => (released ??= rm(path, { force: true }));
};

/** A lock that is held, or the process that holds it. */
export type LockResult = { readonly release: () => Promise<void> } | { readonly heldBy: ProcessIdentity };

/** Takes the lock file `path` for this process. A lock whose process has ended, however it ended, is taken over. */
export const takeLock = async (path: string): Promise<LockResult> => {
  const own = JSON.stringify(identityOf(process.pid));
  for (;;) {
    // Written aside and linked, so that nobody ever reads a lock without its content.
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, own);
    try {
      await link(draft, path);
      return { release: releaseOnce(path) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await rm(draft, { force: true });
    }
    const found = await read(path);
    if (found === undefined) continue;
    const holder = parseIdentity(found);
    if (holder && isAlive(holder)) return { heldBy: holder };
    await removeStale(path, found);
  }
};
