import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SettingsError, processSettings, readSettings, runService } from '@app/service';
import type { ListeningMessage, ServiceContext } from '@app/service';
import type { ProcessHost } from './process-host.js';

/** A stand-in for `process`: signals are emitted on it, what it was told is kept. */
class TestHost extends EventEmitter implements ProcessHost {
  static readonly all: TestHost[] = [];

  constructor() {
    super();
    TestHost.all.push(this);
  }

  versions = { node: process.versions.node };
  pid = 1;
  stdout = {};
  written = '';
  stderr = { write: (text: string) => (this.written += text) };
  messages: ListeningMessage[] = [];
  send = (message: ListeningMessage) => this.messages.push(message);
  exit = (code: number) => void this.emit('exit', code);
}

/** A crashed service closes nothing; here the process lives on. */
afterEach(() => {
  for (const host of TestHost.all.splice(0)) host.emit('SIGTERM', 'SIGTERM');
});

const settings = (env = {}) => readSettings({ process: processSettings }, { WAYBILL_LOG_LEVEL: 'silent', ...env });

type Context = ServiceContext<ReturnType<typeof settings>['values']>;

async function started(start: (context: Context) => Promise<void>) {
  const host = new TestHost();
  await runService({ name: 'test', settings, start }, host);
  const url = host.messages[0]?.listening.url ?? '';
  return { host, get: async (path: string) => fetch(url + path) };
}

const missingTopic = () => Promise.reject(new Error('topic missing'));
const badSettings = () => Promise.reject(new SettingsError(['WAYBILL_Y: also bad']));

describe('a running service', () => {
  it('shows liveness, readiness and metrics, and ends in order', async () => {
    const finish = Promise.withResolvers<void>();
    const { host, get } = await started(async ({ onShutdown, health }) => {
      health.ready('configuration', () => null);
      onShutdown({ phase: 'finish', name: 'work', run: () => finish.promise });
    });
    expect((await get('/livez')).status).toBe(200);
    expect(await (await get('/readyz?verbose')).text()).toBe('[+]process\n[+]configuration\nok\n');
    expect(await (await get('/metrics')).text()).toContain('waybill_build_info{service="test"');
    expect((await get('/other')).status).toBe(404);

    const exit = once(host, 'exit');
    host.emit('SIGTERM', 'SIGTERM');
    host.emit('SIGTERM', 'SIGTERM');
    const unready = await get('/readyz');
    expect([unready.status, await unready.text()]).toEqual([
      503,
      '[-]process: shutting down\n[+]configuration\nnot ok\n',
    ]);
    expect((await get('/livez')).status).toBe(200);
    finish.resolve();
    expect(await exit).toEqual([0]);
  });

  it('is not ready while it starts', async () => {
    let seen = 0;
    const host = new TestHost();
    await runService(
      {
        name: 'test',
        settings,
        start: async () => {
          seen = (await fetch(`${host.messages[0]?.listening.url}/readyz`)).status;
        },
      },
      host,
    );
    expect(seen).toBe(503);
  });

  it('exits with 1 when a step fails', async () => {
    const { host } = await started(async ({ onShutdown }) =>
      onShutdown({ phase: 'flush', name: 'broken', run: () => Promise.reject(new Error('no')) }),
    );
    const exit = once(host, 'exit');
    host.emit('SIGINT', 'SIGINT');
    expect(await exit).toEqual([1]);
  });

  it('exits with 1 on an uncaught error and when it cannot start', async () => {
    const { host } = await started(async () => {});
    const exit = once(host, 'exit');
    host.emit('uncaughtException', new Error('planted'));
    expect(await exit).toEqual([1]);

    const failing = new TestHost();
    const failed = once(failing, 'exit');
    await runService({ name: 'test', settings, start: missingTopic }, failing);
    expect(await failed).toEqual([1]);
  });

  it('refuses bad settings and an old Node with code 78, in words', async () => {
    const host = new TestHost();
    const exit = once(host, 'exit');
    const start = badSettings;
    await runService({ name: 'test', settings: () => settings({ WAYBILL_MANAGEMENT_PORT: 'x' }), start }, host);
    expect(await exit).toEqual([78]);
    expect(host.written).toContain('WAYBILL_MANAGEMENT_PORT: must be a whole number');

    const late = new TestHost();
    await runService({ name: 'test', settings, start }, late);
    expect(late.written).toContain('WAYBILL_Y: also bad');

    const old = new TestHost();
    old.versions = { node: '20.20.2' };
    await runService({ name: 'test', settings, start }, old);
    expect(old.written).toContain('Node 24');
  });
});
