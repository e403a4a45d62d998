import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, isPortFree } from './port.choice.js';
import { findProcess } from './process.table.js';
import { endOrphan, ServerProcess, type ServerProcessOptions } from './server.process.js';
import { waitUntil } from './wait.condition.js';

const listening = `require('node:http').createServer((_, res) => res.end('ok')).listen(Number(process.argv[1]), '127.0.0.1')`;

let folder: string;
let port: number;
const servers: ServerProcess[] = [];

const server = (script: string, more: Partial<ServerProcessOptions> = {}): ServerProcess => {
  const made = new ServerProcess({
    what: 'A test server',
    // The folder is an argument because an orphan is known by it.
    command: { file: process.execPath, args: ['-e', script, String(port), folder] },
    port,
    folder,
    logs: [join(folder, 'console.log')],
    stopSignal: 'SIGTERM',
    isReady: async () => !(await isPortFree(port)),
    startTimeoutMs: 10_000,
    ...more,
  });
  servers.push(made);
  return made;
};

const answers = (within: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(within) }).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-process-test-'));
  [port = 0] = await freePorts(1);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.kill()));
  await rm(folder, { recursive: true });
});

describe('ServerProcess', () => {
  it('starts, stops and starts again; twice is as good as once', async () => {
    const subject = server(listening);
    await Promise.all([subject.start(), subject.start()]);
    const first = subject.pid;
    expect(await answers(2_000)).toBe(true);
    await subject.start();
    expect(subject.pid).toBe(first);

    await Promise.all([subject.stop(), subject.stop()]);
    expect(subject.pid).toBeUndefined();
    expect(findProcess(first ?? 0)).toBeUndefined();
    await subject.start();
    expect(await answers(2_000)).toBe(true);
  });

  it('answers nothing while it is suspended, and stops all the same', async () => {
    const subject = server(listening);
    await subject.start();
    subject.suspend();
    expect(await answers(200)).toBe(false);
    subject.resume();
    expect(await answers(2_000)).toBe(true);
    subject.suspend();
    await subject.stop();
    expect(await isPortFree(port)).toBe(true);
  });

  it('kills children along', async () => {
    const subject = server(
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true });
       require('node:fs').writeFileSync('child', String(child.pid)); ${listening}`,
    );
    await subject.start();
    const child = Number(await readFile(join(folder, 'child'), 'utf8'));
    expect(findProcess(child)).toBeDefined();
    await subject.kill();
    expect(findProcess(child)).toBeUndefined();
  });

  it('tells a death nobody asked for, and only that', async () => {
    const deaths: string[] = [];
    const subject = server(listening, { onDeath: (what, how) => deaths.push(`${what} ${how}`) });
    await subject.start();
    await subject.kill();
    await subject.start();
    process.kill(subject.pid ?? 0, 'SIGKILL');
    expect(await waitUntil(() => deaths.length > 0, 5_000)).toBe(true);
    expect(deaths).toEqual(['A test server ended with SIGKILL']);
  });

  it('quotes the server that ended before it answered', async () => {
    const subject = server(`console.error('no such setting'); process.exit(3)`);
    await expect(subject.start()).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringMatching(/ended with code 3 before it answered[^]*no such setting/),
    });
  });

  it('gives up on a server that never answers, and leaves none behind', async () => {
    const subject = server(`console.log('pid', process.pid); setInterval(() => 0, 1000)`, { startTimeoutMs: 1_000 });
    await expect(subject.start()).rejects.toMatchObject({ code: 'START_TIMEOUT' });
    const pid = Number((await readFile(join(folder, 'console.log'), 'utf8')).slice('pid '.length));
    expect(findProcess(pid)).toBeUndefined();
  });

  it('names the process that has its port', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(server(listening).start()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(
        `Port ${port} on 127.0.0.1, meant for A test server, is taken by process ${process.pid} (`,
      ),
    });
    other.close();
  });
});

describe('endOrphan', () => {
  it('ends the server a launcher left behind', async () => {
    const subject = server(listening);
    await subject.start();
    await endOrphan(folder, 'SIGTERM');
    // The kernel may need a moment to let go of the port.
    expect(await waitUntil(() => isPortFree(port), 5_000)).toBe(true);
  });

  it('does not touch a process that only has the same pid, nor one that has nothing to do with the folder', async () => {
    const subject = server(listening);
    await subject.start();
    const record = JSON.parse(await readFile(join(folder, 'process.json'), 'utf8')) as object;
    await writeFile(join(folder, 'process.json'), JSON.stringify({ ...record, born: '1' }));
    await endOrphan(folder, 'SIGKILL');
    expect(await answers(2_000)).toBe(true);

    const elsewhere = await mkdtemp(join(tmpdir(), 'embedded-process-test-'));
    await writeFile(join(elsewhere, 'process.json'), JSON.stringify(record));
    await endOrphan(elsewhere, 'SIGKILL');
    expect(await answers(2_000)).toBe(true);
    await rm(elsewhere, { recursive: true });
  });
});
