import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '@app/embedded';
import { choosePorts } from '../settings/port.memory.js';
import { loadCredentials } from '../settings/credentials.js';
import { leaveWord, joinedInstances } from '../settings/joined.folder.js';
import { claimDataHome } from './data.home.js';
import { diskProblem, preflight } from './preflight.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-test-home-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const listening = async (port: number): Promise<() => Promise<void>> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
};

describe('the data folder', () => {
  it('refuses a second launcher and says where the first one is', async () => {
    const home = await claimDataHome(folder);
    await expect(claimDataHome(folder)).rejects.toThrow(
      new RegExp(`already runs on .* as process ${process.pid}, but is not ready yet`),
    );
    writeFileSync(home.stateFile, JSON.stringify({ ingest: 'http://a', console: 'http://b' }));
    await expect(claimDataHome(folder)).rejects.toThrow(/ingest http:\/\/a, console http:\/\/b/);
    await home.release();
    await (await claimDataHome(folder)).release();
  });

  it('is empty once wiped', async () => {
    const home = await claimDataHome(folder);
    writeFileSync(home.credentialsFile, 'x');
    await home.wipe();
    expect(() => statSync(home.credentialsFile)).toThrow(/ENOENT/);
    await home.release();
  });
});

describe('preflight', () => {
  it('names the port that is taken and who has it', async () => {
    const [port = 0] = await freePorts(1);
    const close = await listening(port);
    const problems = await preflight({ dataDir: folder, ports: { ingest: port }, log: () => undefined });
    await close();
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`Port ${port} .* ingest, is taken by process ${process.pid}`)),
    ]);
  });

  it('wants room on the disk', () => {
    expect(diskProblem(10 * 1024 * 1024, '/data')).toMatch(/\/data has 10 MB left/);
    expect(diskProblem(1024 ** 3, '/data')).toBeNull();
  });
});

describe('what a data folder remembers', () => {
  it('keeps ports over a restart, unless somebody took one', async () => {
    const path = join(folder, 'ports.json');
    const first = await choosePorts(path, { ingest: 4000 });
    expect(first.ingest).toBe(4000);
    const close = await listening(first.kafka);
    const second = await choosePorts(path, { ingest: 4000 });
    await close();
    expect({ ...second, kafka: 0 }).toEqual({ ...first, kafka: 0 });
    expect(second.kafka).not.toBe(first.kafka);
  });

  it('keeps credentials, closed to others, and does not make new ones over old data', async () => {
    const path = join(folder, 'credentials.json');
    await expect(loadCredentials(path, true)).rejects.toThrow(/is gone, and with it the keys/);
    const made = await loadCredentials(path, false);
    expect(await loadCredentials(path, true)).toEqual(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(made.admin.token).toMatch(/^wb_adm_[0-9A-Za-z]{32}$/);
    writeFileSync(path, '{}');
    await expect(loadCredentials(path, true)).rejects.toThrow(/cannot be read as credentials/);
  });

  it('lists the instances that joined and still run', async () => {
    const instance = { name: 'webhook', pid: process.pid, management: 'http://127.0.0.1:1' };
    const takeBack = await leaveWord(folder, instance);
    await leaveWord(folder, { ...instance, pid: 999_999_999 });
    expect(await joinedInstances(folder)).toEqual([instance]);
    await takeBack();
    expect(await joinedInstances(folder)).toEqual([]);
  });
});
