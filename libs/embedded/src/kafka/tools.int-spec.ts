import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKafkaJars } from './jars.fetch.js';
import { ensureJava } from './java.check.js';

/** Tools that stand in for a machine's own: a folder that is the whole PATH. */
let tools: string;
let cacheDir: string;
const before = { PATH: process.env['PATH'], JAVA_HOME: process.env['JAVA_HOME'] };

const install = async (name: string, script: string): Promise<void> => {
  await writeFile(join(tools, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(tools, name), 0o755);
};

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-tools-test-'));
  tools = join(folder, 'bin');
  cacheDir = join(folder, 'cache');
  await mkdir(tools);
  process.env['PATH'] = tools;
  delete process.env['JAVA_HOME'];
});
afterEach(async () => {
  process.env['PATH'] = before.PATH;
  if (before.JAVA_HOME !== undefined) process.env['JAVA_HOME'] = before.JAVA_HOME;
  await rm(join(tools, '..'), { recursive: true });
});

describe('ensureJava', () => {
  it('says that there is none', async () => {
    await expect(ensureJava()).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      message: expect.stringContaining('Install Java 17'),
    });
  });

  it('says that it is too old', async () => {
    await install('java', `echo 'openjdk version "11.0.22"' >&2`);
    await expect(ensureJava()).rejects.toMatchObject({
      code: 'JAVA_TOO_OLD',
      message: expect.stringContaining('is Java 11'),
    });
  });

  it('says that it does not run, as the stand-in of a system without one', async () => {
    await install('java', `echo 'Unable to locate a Java Runtime.' >&2; exit 1`);
    await expect(ensureJava()).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      message: expect.stringContaining('Unable to locate'),
    });
  });

  it('prefers JAVA_HOME', async () => {
    await install('java', `echo 'openjdk version "17.0.1"' >&2`);
    process.env['JAVA_HOME'] = join(tools, '..');
    process.env['PATH'] = '';
    expect(await ensureJava()).toBe(join(tools, 'java'));
  });
});

describe('ensureKafkaJars', () => {
  /** A Maven that leaves a jar and a line in a journal. */
  const maven = `for arg; do case "$arg" in -DoutputDirectory=*) out="\${arg#*=}";; esac; done
    /bin/mkdir -p "$out"; echo jar > "$out/kafka.jar"; echo run >> "$0.runs"; /bin/sleep 0.3`;

  it('says that there is no Maven', async () => {
    await expect(ensureKafkaJars({ cacheDir })).rejects.toMatchObject({ code: 'MAVEN_MISSING' });
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('fetches once for all who ask at the same time, and never again', async () => {
    await install('mvn', maven);
    const folders = await Promise.all(Array.from({ length: 5 }, () => ensureKafkaJars({ cacheDir })));
    expect(new Set(folders).size).toBe(1);
    await ensureKafkaJars({ cacheDir });
    expect(await readFile(join(tools, 'mvn.runs'), 'utf8')).toBe('run\n');
    expect(await readdir(folders[0] ?? '')).toEqual(['kafka.jar']);
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  it('quotes a Maven that failed and leaves nothing half fetched', async () => {
    await install('mvn', `${maven}; echo '[ERROR] Unknown host'; exit 1`);
    await expect(ensureKafkaJars({ cacheDir })).rejects.toMatchObject({
      code: 'JARS_FETCH_FAILED',
      message: expect.stringContaining('[ERROR] Unknown host'),
    });
    expect(await readdir(cacheDir)).toEqual([]);
    await install('mvn', maven);
    await ensureKafkaJars({ cacheDir });
  });
});
