import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { launchServer } from '../../testing/launched.server.js';
import type { EmbeddedPostgres } from '../embedded.types.js';
import { findProcess } from '../process/process.table.js';
import { startPostgres } from './postgres.start.js';

const ask = async (url: string, statement: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  // The server is killed under some of these connections.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(statement)).rows[0]?.answer;
  } finally {
    await client.end();
  }
};

const answer = (url: string): Promise<unknown> => ask(url, 'SELECT count(*)::int AS answer FROM kept');

describe('a Postgres', () => {
  let folder: string;
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    // Closed to everybody else, as a clone below /root would be.
    folder = await mkdtemp(join(tmpdir(), 'embedded-postgres-test-'));
    dataDir = join(folder, 'data');
    postgres = await startPostgres({ dataDir, settings: { work_mem: '8MB' } });
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS id');
  });
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  it('is version 18, durable, in UTC, and takes settings', async () => {
    const show = (name: string): Promise<unknown> => ask(postgres.url, `SELECT current_setting('${name}') AS answer`);
    expect(await show('server_version')).toMatch(/^18\./);
    expect(await show('fsync')).toBe('on');
    expect(await show('synchronous_commit')).toBe('on');
    expect(await show('timezone')).toBe('UTC');
    expect(await show('work_mem')).toBe('8MB');
  });

  it('lets nobody in without the password', async () => {
    const url = new URL(postgres.url);
    url.password = 'guess';
    await expect(ask(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('comes back after SIGKILL and after an orderly stop, with what was committed', async () => {
    await postgres.server.kill();
    expect(postgres.pid).toBeUndefined();
    await postgres.server.start();
    expect(await answer(postgres.url)).toBe(1);
    await ask(postgres.url, 'INSERT INTO kept VALUES (2)');
    await postgres.server.stop();
    await postgres.server.start();
    expect(await answer(postgres.url)).toBe(2);
  });

  it('answers nothing while it is suspended, its open sessions included', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    postgres.server.suspend();
    const reply = client.query<{ n: number }>('SELECT 7 AS n').then((result) => result.rows[0]?.n);
    const silence = once(AbortSignal.timeout(200), 'abort').then(() => 'silence');
    expect(await Promise.race([reply, silence])).toBe('silence');
    postgres.server.resume();
    expect(await reply).toBe(7);
    await client.end();
  });

  it('refuses a second start on its folder, and a start on its port', async () => {
    await expect(startPostgres({ dataDir })).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await expect(startPostgres({ port: postgres.port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(`by process ${postgres.pid} (`),
    });
  });

  it('goes on with its data and its password in the next run', async () => {
    const { password } = new URL(postgres.url);
    await postgres.stop();
    await postgres.stop();
    postgres = await startPostgres({ dataDir });
    expect(new URL(postgres.url).password).toBe(password);
    expect(await answer(postgres.url)).toBe(2);
  });

  it('is not misled by a postmaster.pid whose pid another program has now', async () => {
    await postgres.server.kill();
    await writeFile(join(dataDir, 'pgdata', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'pgdata')}\n`);
    await postgres.server.start();
    expect(await answer(postgres.url)).toBe(2);
  });

  it('refuses the data of another version, and leaves them as they are', async () => {
    await postgres.stop();
    const version = join(dataDir, 'pgdata', 'PG_VERSION');
    await writeFile(version, '17\n');
    await expect(startPostgres({ dataDir })).rejects.toMatchObject({
      code: 'DATA_FOLDER_STALE',
      message: expect.stringContaining('was written by Postgres 17, this is 18. Remove it'),
    });
    await writeFile(version, '18\n');
    postgres = await startPostgres({ dataDir });
    expect(await answer(postgres.url)).toBe(2);
  });

  it('makes a new folder again where the first making was interrupted', async () => {
    const halfMade = join(folder, 'half-made');
    await mkdir(join(halfMade, 'pgdata.new', 'base'), { recursive: true });
    const other = await startPostgres({ dataDir: halfMade });
    expect(await ask(other.url, 'SELECT 1 AS answer')).toBe(1);
    await other.stop();
  });

  it('quotes the server about a setting it does not know', async () => {
    await expect(startPostgres({ settings: { no_such_setting: 1 } })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('no_such_setting'),
    });
  });
});

describe('a launcher that was killed', () => {
  const killed = async (dataDir: string, env: NodeJS.ProcessEnv): Promise<number> => {
    const { pid, launcher } = await launchServer('postgres', { dataDir }, env);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    return pid;
  };

  it.each([
    ['takes its server along', process.env],
    ['leaves a server where the system has no way to bind them, which the next start ends', { PATH: '' }],
  ])('%s', async (_, env) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'embedded-postgres-test-'));
    await chmod(dataDir, 0o711);
    const orphan = await killed(dataDir, env);
    const postgres = await startPostgres({ dataDir });
    expect(findProcess(orphan)).toBeUndefined();
    expect(await ask(postgres.url, 'SELECT 1 AS answer')).toBe(1);
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  });
});

describe('temporary servers', () => {
  it('run side by side and leave nothing', async () => {
    const both = await Promise.all([startPostgres(), startPostgres()]);
    expect(new Set(both.map(({ port }) => port)).size).toBe(2);
    const pids = both.map(({ pid }) => pid ?? 0);
    await Promise.all(both.map((postgres) => postgres.stop()));
    expect(pids.map(findProcess)).toEqual([undefined, undefined]);
    for (const { dataDir } of both) await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });
});
