import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './folder.lock.js';
import { identityOf } from './process.table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-lock-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const deadProcess = async (): Promise<string> => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  await once(child, 'spawn');
  const identity = JSON.stringify(identityOf(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
};

describe('takeLock', () => {
  it('is had by one of many, and names him to the others', async () => {
    const path = join(folder, 'many');
    const results = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)));
    const [winner, ...more] = results.filter((result) => 'release' in result);
    expect(more).toEqual([]);
    expect(results.filter((result) => 'heldBy' in result && result.heldBy.pid === process.pid)).toHaveLength(19);

    await winner?.release();
    expect(await takeLock(path)).toHaveProperty('release');
    await winner?.release();
    expect(await takeLock(path)).toHaveProperty('heldBy');
  });

  it('takes over from a process that was killed, one of many takers only', async () => {
    const path = join(folder, 'stale');
    await writeFile(path, await deadProcess());
    const results = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)));
    expect(results.filter((result) => 'release' in result)).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('stale'))).toEqual(['stale']);
  });

  it('takes over a lock whose pid was given to another process, and one that was never written', async () => {
    await writeFile(join(folder, 'reused'), JSON.stringify({ pid: process.pid, born: 'long ago' }));
    expect(await takeLock(join(folder, 'reused'))).toHaveProperty('release');
    await writeFile(join(folder, 'empty'), '');
    expect(await takeLock(join(folder, 'empty'))).toHaveProperty('release');
  });
});
