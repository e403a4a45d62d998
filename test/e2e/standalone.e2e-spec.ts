import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '@app/embedded';
import { z } from 'zod';
import { until } from '../support/until.js';

const ROOT = resolve(import.meta.dirname, '../..');
const STANDALONE = join(ROOT, 'dist/apps/standalone/src');

const service = z.object({ name: z.string(), pid: z.number(), url: z.string().optional(), management: z.string() });
const stateFile = z.strictObject({
  ingest: z.string(),
  console: z.string(),
  receiver: z.string(),
  kafka: z.string().regex(/^127\.0\.0\.1:\d+$/),
  postgres: z.string(),
  metrics: z.record(z.string(), z.string()),
  services: z.array(service),
  admin: z.strictObject({ email: z.string(), password: z.string(), token: z.string() }),
  space: z.strictObject({ id: z.string(), secret: z.string(), ingest_token: z.string() }),
});
type State = z.infer<typeof stateFile>;

const becomes = async (what: string, deadlineMs: number, look: () => boolean | Promise<boolean>): Promise<void> => {
  await until(what, deadlineMs, async () => ((await look()) ? true : null));
};

/** The launcher as a person starts it, in a data folder of its own. */
describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'waybill-test-start-'));
  const path = join(dataDir, 'standalone.json');
  const children: ChildProcess[] = [];
  let portBase = 0;

  const run = (program: string, ...args: string[]): { child: ChildProcess; said: () => string } => {
    const child = spawn(process.execPath, [join(STANDALONE, program), ...args, '--data-dir', dataDir], { cwd: ROOT });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    children.push(child);
    return { child, said: () => text };
  };
  const launch = () => run('main.js', '--port-base', String(portBase));
  const read = (): State => stateFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const pidOf = (name: string): number | undefined => read().services.find((each) => each.name === name)?.pid;

  const instancesOf = (wanted: string): number => read().services.filter(({ name }) => name === wanted).length;

  beforeAll(async () => {
    // The console's port lies 100 above.
    do [portBase = 0] = await freePorts(1);
    while (portBase > 65_000);
  });

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  it('runs everything, keeps it running, stops it, and finds its data again', async () => {
    const first = launch();
    await becomes('the first is ready', 150_000, () => existsSync(path) || first.child.exitCode !== null);
    expect(first.said()).toMatch(/is ready: a conversion went through the whole pipe in \d+ ms/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
    const state = read();
    expect(state).toMatchObject({
      ingest: `http://127.0.0.1:${portBase}`,
      console: `http://127.0.0.1:${portBase + 100}`,
    });
    expect(Object.keys(state.metrics)).toEqual(state.services.map(({ name }) => name));
    expect((await fetch(state.metrics['ingest'] ?? '')).status).toBe(200);

    // The curl of the banner, as it stands there.
    const curl = /curl (\S+\/events) [^{]*-d '({.*})'/.exec(first.said());
    const posted = await fetch(curl?.[1] ?? '', {
      method: 'POST',
      headers: { authorization: `Bearer ${state.space.secret}`, 'content-type': 'application/json' },
      body: curl?.[2] ?? '',
    });
    expect(posted.status).toBe(202);
    await becomes('all three deliveries are sent', 10_000, async () => {
      const answer = await fetch(`${state.console}/api/spaces/${state.space.id}/deliveries`, {
        headers: { authorization: `Bearer ${state.admin.token}` },
      });
      return (await answer.text()).match(/"status":"sent"/g)?.length === 3;
    });

    const received = await fetch(`${state.receiver}/_received?path=/webhook/demo`);
    expect(await received.json()).toMatchObject({ summary: { count: 1, accepted: 1 }, items: [{ signature: 'good' }] });

    const second = launch();
    await once(second.child, 'exit');
    expect(second.child.exitCode).toBe(1);
    expect(second.said()).toMatch(`already runs on ${dataDir} as process ${first.child.pid} (ingest ${state.ingest}`);

    const before = pidOf('webhook') ?? 0;
    process.kill(before, 'SIGKILL');
    await becomes('webhook is back', 5_000, () => ![before, undefined].includes(pidOf('webhook')));

    const joined = run('instance.js', 'webhook');
    await becomes('the instance has joined', 10_000, () => instancesOf('webhook') === 2);
    joined.child.kill('SIGINT');
    await once(joined.child, 'exit');
    await becomes('the instance has left', 5_000, () => instancesOf('webhook') === 1);

    const askedAt = performance.now();
    first.child.kill('SIGINT');
    await once(first.child, 'exit');
    expect(performance.now() - askedAt).toBeLessThan(25_000);
    expect([first.child.exitCode, existsSync(path)]).toEqual([0, false]);
    for (const { pid } of state.services) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);

    const third = launch();
    await becomes('the third is ready', 150_000, () => existsSync(path) || third.child.exitCode !== null);
    expect(read()).toMatchObject({
      space: state.space,
      admin: state.admin,
      kafka: state.kafka,
      receiver: state.receiver,
    });
    third.child.kill('SIGINT');
    await becomes('it stops', 5_000, () => third.said().includes('Stopping'));
    await becomes('it is killed', 10_000, () => {
      third.child.kill('SIGINT');
      return third.child.exitCode !== null;
    });
    expect(third.said()).toMatch(/Killing everything|Stopped in/);
  }, 400_000);
});
