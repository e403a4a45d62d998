import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SupervisedProcess } from './supervised.process.js';

/** A service as small as can be: announces both addresses, is ready at once, and does what MODE says. */
const SERVICE = `
const { createServer } = require('node:http');
if (process.env.MODE === 'refuse') { process.stderr.write('WAYBILL_X: is required\\n'); process.exit(78); }
if (process.env.MODE !== 'stubborn') process.on('SIGTERM', () => process.exit(0)); else process.on('SIGTERM', () => {});
console.log(JSON.stringify({ level: 'info', msg: 'starting' }));
console.log(JSON.stringify({ level: 'error', msg: 'could not', err: { message: 'because' } }));
const listen = (endpoint, port) => createServer((_, response) => response.end('ok')).listen(port, '127.0.0.1', function () {
  process.send({ listening: { service: 'toy', endpoint, url: 'http://127.0.0.1:' + this.address().port } });
});
listen('http', Number(process.env.WAYBILL_PORT || 0));
listen('management', Number(process.env.WAYBILL_MANAGEMENT_PORT || 0));
`;

const until = async (condition: () => boolean, withinMs = 5000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('the condition was not met in time');
    await pause(5);
  }
};

describe('a supervised process', () => {
  let folder = '';
  let toy: SupervisedProcess;
  let troubles: string[] = [];

  const supervise = (mode = ''): SupervisedProcess => {
    const spec = {
      label: 'toy',
      name: 'toy',
      entry: join(folder, 'toy.cjs'),
      env: { PATH: process.env['PATH'], MODE: mode },
      logFile: join(folder, 'toy.log'),
    };
    toy = new SupervisedProcess(spec, { onChange: () => undefined, onTrouble: (text) => troubles.push(text) });
    return toy;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-toy-'));
    writeFileSync(join(folder, 'toy.cjs'), SERVICE);
    troubles = [];
  });

  afterEach(async () => {
    await toy.stop(1000);
    await toy.close();
    rmSync(folder, { recursive: true });
  });

  it('is ready with both addresses, its log in a file and its errors surfaced', async () => {
    supervise().start();
    await toy.ready(5000);
    await until(() => toy.url !== undefined);
    expect(toy.management).toMatch(/^http:/);
    expect(await (await fetch(`${toy.url}/`)).text()).toBe('ok');
    await until(() => troubles.length > 0);
    expect(troubles).toEqual(['could not: because']);
    expect(readFileSync(join(folder, 'toy.log'), 'utf8')).toContain('"starting"');
  });

  it('comes back within a second on the same ports, however often it is killed', async () => {
    supervise().start();
    await toy.ready(5000);
    await until(() => toy.url !== undefined);
    const { url, management } = toy;
    for (let times = 1; times <= 4; times += 1) {
      const pid = toy.pid;
      toy.signal('SIGKILL');
      await until(() => toy.pid !== pid && toy.pid !== undefined, 1000);
      await toy.ready(5000);
      await until(() => toy.url !== undefined);
      expect([toy.url, toy.management, toy.restarts]).toEqual([url, management, times]);
    }
  });

  it('does not come back once stopped', async () => {
    supervise().start();
    await toy.ready(5000);
    expect(await toy.stop(5000)).toBe(true);
    expect(toy.pid).toBeUndefined();
  });

  it('is killed when it does not heed SIGTERM', async () => {
    supervise('stubborn').start();
    await toy.ready(5000);
    const startedAt = performance.now();
    expect(await toy.stop(300)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('says why a service refuses to start', async () => {
    supervise('refuse').start();
    await expect(toy.ready(5000)).rejects.toThrow(/toy refuses its settings.*\n.*WAYBILL_X: is required/);
  });
});
