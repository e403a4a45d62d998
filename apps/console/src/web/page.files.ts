import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the page, ready to send. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly raw: Buffer;
  readonly gzip: Buffer;
}

/** The page as it was built: its one document, and what that loads by names that change with their content. */
export interface PageFiles {
  readonly index: PageFile;
  readonly assets: ReadonlyMap<string, PageFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const load = async (path: string): Promise<PageFile> => {
  const raw = await readFile(path);
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
    raw,
    gzip: gzipSync(raw, { level: 9 }),
  };
};

/** Reads the built page into memory: a few hundred KB. `null` when it was not built. */
export async function readPage(folder: string): Promise<PageFiles | null> {
  const names = await readdir(join(folder, 'assets')).catch(() => null);
  if (names === null) return null;
  const assets = await Promise.all(
    names.map(async (name) => [name, await load(join(folder, 'assets', name))] as const),
  );
  return { index: await load(join(folder, 'index.html')), assets: new Map(assets) };
}
