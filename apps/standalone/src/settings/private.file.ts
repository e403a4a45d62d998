import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { z } from 'zod';

/** Writes a value as JSON, mode 0600, at once: a reader sees the old file or the new one, never half of it. */
export const writePrivate = async (path: string, value: unknown): Promise<void> => {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
};

/** What such a file holds; `null` where there is none, or none of this form. */
export const readPrivate = async <T>(path: string, form: z.ZodType<T>): Promise<T | null> => {
  try {
    return form.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
};
