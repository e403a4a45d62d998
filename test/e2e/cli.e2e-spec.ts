import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../apps/cli/src/cli.js';
import { startStack, type Stack } from '../../apps/standalone/src/stack.js';
import { stateOf } from '../../apps/standalone/src/launch/stack.state.js';
import { seedDemo, seedSpace } from '../../apps/standalone/src/seed/seed.js';
import { ownVariables } from '../../apps/standalone/src/settings/environment.js';
import { until } from '../support/until.js';

const CLI = resolve(import.meta.dirname, '../../dist/apps/cli/src/main.js');

interface Ran {
  exit: number | null;
  out: string;
  err: string;
}

/** The built command line, beside a stack that runs as `npm start` leaves it. */
describe('the command line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'waybill-test-cli-'));
  let stack: Stack;

  /** Runs a command in this process: forty starts of Node would take longer than all the rest. */
  const run = async (args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> => {
    const said = { out: '', err: '' };
    const exit = await runCli(args, {
      environment,
      data: (line) => (said.out += `${line}\n`),
      note: (line) => (said.err += `${line}\n`),
    });
    return { exit, ...said };
  };
  /** Runs a command on the stack, whose data it must find by itself. */
  const waybill = (...args: string[]) => run([...args, '--data-dir', dataDir]);
  const json = async (...args: string[]) => {
    const { exit, out, err } = await waybill(...args, '--json');
    expect([exit, err]).toEqual([0, '']);
    return JSON.parse(out);
  };

  beforeAll(async () => {
    stack = await startStack({ dataDir });
    const file = join(dataDir, 'credentials.json');
    const { credentials, space } = await seedSpace(stack, file);
    await seedDemo({ ...stack, credentials }, file);
    const state = stateOf(stack, { admin: credentials.admin, space }, { demo: true, joined: [] });
    writeFileSync(join(dataDir, 'standalone.json'), JSON.stringify(state));
    writeFileSync(join(dataDir, 'environment.json'), JSON.stringify(ownVariables(stack.environment)));
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }, 60_000);

  it('finds everything healthy', async () => {
    expect(await json('doctor')).toMatchObject({
      healthy: true,
      items: ['services', 'kafka', 'database', 'ingest', 'console', 'destinations'].map((part) => ({
        part,
        result: 'ok',
      })),
    });
    const { exit, out, err } = await waybill('doctor');
    expect([exit, err]).toEqual([0, 'Looking …\n']);
    expect(out).toMatch(/^PART {10}RESULT {2}WHAT\nservices {6}ok {6}\d+ are ready\n/);
  });

  it('knows schema and topics', async () => {
    expect(await json('migrate', '--check')).toEqual({ ready: true });
    expect(await json('migrate')).toEqual({ applied: [] });
    expect(await json('topics', 'plan')).toEqual({ items: [] });
    expect((await waybill('topics', 'apply')).out).toBe('The topics are as declared.\n');
    const more = await run(['topics', 'plan', '--data-dir', dataDir], { WAYBILL_RETRY_DELAYS: '1h' });
    expect(more.out).toMatch(/deliveries\.webhook\.retry\.1h +create +create deliveries\.webhook\.retry\.1h/);
  });

  it('makes spaces and turns their keys', async () => {
    const made = await json('spaces', 'create', 'Made here', '--time-zone', 'Europe/Berlin');
    expect(made).toMatchObject({ name: 'Made here', secret: expect.stringMatching(/^wb_sec_/) });
    expect((await waybill('spaces', 'list')).out).toMatch(new RegExp(`${made.id} +Made here +Europe/Berlin`));
    const rotated = await json('keys', 'rotate', 'secret', '--overlap', '30m', '--space', made.id);
    expect(rotated.secret).not.toBe(made.secret);
    const { items } = await json('keys', 'list', '--space', made.id);
    expect(items).toContainEqual(expect.objectContaining({ kind: 'secret', hint: rotated.secret.slice(-4) }));
  });

  it('makes, shows, pauses, resumes and tests destinations', async () => {
    const config = `url=${stack.urls.receiver}/webhook/cli`;
    const made = await json('destinations', 'create', '--kind', 'webhook', '--name', 'By hand', '--config', config);
    expect(made).toMatchObject({ kind: 'webhook', state: 'active', signing_secret: expect.stringMatching(/^whsec_/) });
    const { items } = await json('destinations', 'list');
    expect(items.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual([
      'fb_capi',
      's2s_postback',
      'webhook',
      'webhook',
    ]);
    expect((await waybill('destinations', 'pause', 'By hand')).out).toMatch(/state +paused\nstate_reason +by_hand/);
    expect((await waybill('destinations', 'resume', made.id)).out).toMatch(/state +active/);
    expect(await json('destinations', 'show', 'By hand')).toMatchObject({ id: made.id, event_map: {} });
    const tested = await waybill('destinations', 'test', 'By hand', '--canonical', 'deposit');
    expect([tested.exit, tested.out]).toEqual([0, expect.stringMatching(/verdict +sent\n[^]*http_status +200\n/)]);
  });

  it('sends events and follows their deliveries', async () => {
    const event = ['--event', 'deposit', '--uid', 'u-cli', '--eid', 'order-cli', '--value', '25'];
    expect(await json('events', 'validate', ...event)).toMatchObject({ valid: true });
    const wrong = await waybill('events', 'validate', '{"event":"deposit","value":"25,00"}');
    expect([wrong.exit, wrong.out]).toEqual([1, expect.stringMatching(/\/value +must be a decimal/)]);
    expect(await json('events', 'send', ...event)).toMatchObject({ ok: true, status: 'queued' });

    const items = await until('all of them are sent', 20_000, async () => {
      const page = await json('deliveries', 'list', '--eid', 'order-cli', '--status', 'sent');
      return page.items.length === 4 ? page.items : null;
    });
    const shown = await waybill('deliveries', 'show', items[0].event_id);
    expect(shown.out).toMatch(/status +sent\n[^]*TRY +STARTED[^]*\n1 +20/);
    const again = await waybill('deliveries', 'retry', items[0].event_id);
    expect([again.exit, again.err]).toEqual([1, 'it was delivered\n']);

    const { id } = await json('destinations', 'pause', 'Demo webhook');
    await json('events', 'send', '{"event":"contact"}', '--uid', 'u-2', '--eid', 'held-1');
    const [held] = await until('it waits', 20_000, async () => {
      const page = await json('deliveries', 'list', '--eid', 'held-1', '--destination', id);
      return page.items.length > 0 ? page.items : null;
    });
    expect((await waybill('deliveries', 'list', '--eid', 'held-1')).out).toMatch(/Demo webhook +pending, held/);
    expect(await json('deliveries', 'discard', held.event_id)).toMatchObject({ status: 'discarded' });
    await json('destinations', 'resume', 'Demo webhook');
  });

  it.each([
    [['spaces', 'lst'], 2, /spaces list/],
    [['destinations', 'show'], 2, /<id\|name> is missing\n\n {2}waybill destinations show --help/],
    [['keys', 'rotate', 'both'], 2, /both is no kind of key/],
    [['destinations', 'show', 'Nothing'], 3, /no destination of this space has the id or name Nothing/],
    [['deliveries', 'show', '00000000-0000-8000-8000-000000000000'], 3, /./],
    [['events', 'send', '--event', 'sale'], 1, /\/event: must be one of contact/],
    [['spaces', 'create', ''], 1, /\/name/],
  ])('%j ends with %i and says why on stderr', async (args, exit, words) => {
    const ran = await waybill(...args);
    expect(ran).toMatchObject({ exit, out: '', err: expect.stringMatching(words) });
  });

  it('says what it lacks where nothing runs, and what does not answer', async () => {
    const nothing = await run(['spaces', 'list', '--data-dir', '/nowhere']);
    expect(nothing).toMatchObject({ exit: 2, out: '', err: expect.stringMatching(/WAYBILL_CONSOLE_URL: is required/) });
    const env = { WAYBILL_CONSOLE_URL: 'http://127.0.0.1:9', WAYBILL_ADMIN_TOKEN: 'wb_adm_x' };
    expect(await run(['spaces', 'list', '--data-dir', '/nowhere'], env)).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/http:\/\/127\.0\.0\.1:9 does not answer/),
    });
    expect((await run(['doctor', '--data-dir', '/nowhere'], env)).exit).toBe(3);
    const other = await run(['spaces', 'list', '--data-dir', dataDir], { WAYBILL_ADMIN_TOKEN: 'wb_adm_wrong' });
    expect([other.exit, other.out]).toEqual([1, '']);
  });

  it('explains itself', async () => {
    for (const args of [[], ['help'], ['--help']]) expect(await run(args)).toMatchObject({ exit: 0, err: '' });
    const { out } = await run(['deliveries', 'list', '--help']);
    expect(out.split('\n')[0]).toBe('  waybill deliveries list --status failed --status failed_permanently');
  });

  it('is a program like any other: data on stdout, the rest on stderr, a status', async () => {
    const start = async (args: readonly string[], input = ''): Promise<Ran> => {
      const child = spawn(process.execPath, [CLI, ...args, '--data-dir', dataDir], { stdio: 'pipe' });
      child.stdin.end(input);
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { exit: child.exitCode, out, err };
    };
    const [sent, refused, listed] = await Promise.all([
      start(['events', 'send', '-', '--json'], '{"event":"contact","eid":"piped"}'),
      start(['deliveries', 'show']),
      start(['topics', 'plan']),
    ]);
    expect([sent.exit, JSON.parse(sent.out), sent.err]).toMatchObject([0, { status: 'queued' }, '']);
    expect([refused.exit, refused.out]).toEqual([2, '']);
    expect([listed.exit, listed.out, listed.err]).toEqual([
      0,
      'The topics are as declared.\n',
      expect.stringMatching(/^Comparing \d+ topics …\n$/),
    ]);
  });
});
