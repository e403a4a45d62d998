import { aDeliveryTask } from '@app/contracts/testing';
import type { DeliveryTask } from '@app/contracts';
import { createEgress } from '@app/egress';
import { httpServer, type TestServer } from '@app/egress/testing';
import { fbCapi, s2sPostback, type Kind } from '@app/kinds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createReceiver } from './receiver.js';

const TOKEN = 'EAAB0123456789abcdefg';
const PIXEL = '1234567890';
const EVENTS = `/v26.0/${PIXEL}/events`;

const egress = createEgress({ allow: ['127.0.0.0/8'] });
let server: TestServer;

beforeAll(async () => {
  server = await httpServer(createReceiver());
});
afterAll(async () => {
  await egress.close();
  await server[Symbol.asyncDispose]();
});

const at = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
const control = (path: string, knobs: unknown) =>
  fetch(at(`/_control${path}`), { method: 'PUT', body: JSON.stringify(knobs) });
const received = async (path: string) => (await fetch(at(`/_received?path=${path}`))).json();

/** Sends events as the product does, and judges the answer as it does. */
const deliver = async <Config>(kind: Kind<Config>, config: unknown, tasks: readonly DeliveryTask[]) => {
  const parsed = kind.config.parse(config);
  const { request } = kind.render(tasks, parsed, Date.now());
  if (!request) throw new Error('nothing rendered');
  return kind.judge(tasks, parsed, await egress.send(request, { timeoutMs: 2_000 }), Date.now());
};

const recent = (over: Partial<DeliveryTask> = {}): DeliveryTask => ({
  ...aDeliveryTask(),
  occurred_at_ms: Date.now() - 1_000,
  accepted_at_ms: Date.now(),
  event: 'Lead',
  ...over,
});

beforeEach(async () => {
  await fetch(at('/_control'), { method: 'DELETE' });
  await fetch(at('/_received'), { method: 'DELETE' });
});

describe('Graph', () => {
  const config = { pixel_id: PIXEL, access_token: TOKEN, batch_max: 10 };
  const send = (...tasks: DeliveryTask[]) => deliver(fbCapi(at('/graph')), config, tasks);

  it('takes what the product sends, with the prefix or without', async () => {
    const task = recent();
    expect(await send(task)).toMatchObject({
      each: [{ verdict: 'sent', detail: expect.stringMatching(/fbtrace_id/) }],
    });
    expect(await deliver(fbCapi(at('')), config, [task])).toMatchObject({ each: [{ verdict: 'sent' }] });
    expect(await received(`/graph${EVENTS}`)).toMatchObject({
      summary: { count: 1, distinct_accepted: 1 },
      items: [
        { kind: 'graph', ids: [task.event_id], status: 200, answered: expect.stringMatching(/events_received":1/) },
      ],
    });
  });

  it('knows only the tokens it is told', async () => {
    await control(`/graph${EVENTS}`, { tokens: ['another'] });
    expect(await send(recent())).toMatchObject({ destination: { effect: 'pause', reason: 'credentials' } });
    await control(`/graph${EVENTS}`, { tokens: ['another', TOKEN] });
    expect(await send(recent())).toMatchObject({ each: [{ verdict: 'sent' }] });
  });

  it('refuses a batch whole', async () => {
    const body = JSON.stringify({ data: [{}, { event_name: 'Lead' }] });
    const answer = await fetch(at(EVENTS), { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 100, type: 'OAuthException', error_data: { blame_field_specs: [['data[0][event_name]']] } } },
    ]);
  });

  it.each([
    [{ graph_error: { code: 1 } }, { each: [{ verdict: 'retry', reason: 'http_status' }] }],
    [{ graph_error: { code: 100, subcode: 2_804_003 } }, { each: [{ verdict: 'dead', reason: 'too_old' }] }],
    [{ graph_error: { code: 190, subcode: 460 } }, { destination: { effect: 'pause' } }],
    [{ graph_error: { code: 368 } }, { destination: { effect: 'slow', reason: 'policy_block' } }],
    [{ status: 503, body: '<html>' }, { each: [{ verdict: 'retry', reason: 'http_status' }] }],
  ])('told %j it does so', async (knobs, judged) => {
    await control(`/graph${EVENTS}`, { ...knobs, fail_times: 1 });
    expect(await send(recent())).toMatchObject(judged);
    expect(await send(recent())).toMatchObject({ each: [{ verdict: 'sent' }] });
  });

  it('tells when it will have room again', async () => {
    await control(`/graph${EVENTS}`, { graph_error: { code: 80_004 }, usage: { call_count: 100, regain_minutes: 2 } });
    const before = Date.now();
    const { destination } = await send(recent());
    expect(destination).toMatchObject({ effect: 'slow', reason: 'throttled' });
    const until = destination?.effect === 'slow' ? destination.until : 0;
    expect(until - before).toBeGreaterThanOrEqual(120_000);
    expect(until - before).toBeLessThan(125_000);
  });

  it.each([['/v27.0/1/events'], ['/graph/v20.0/1/events']])('does not know %s', async (path) => {
    const answer = await fetch(at(path), { method: 'POST', body: '{}' });
    expect(await answer.json()).toMatchObject({ error: { code: 2500, message: `Unknown path components: ${path}` } });
  });
});

describe('a tracker', () => {
  const config = {
    url_template: '',
    body_must_contain: 'success=true',
    secrets: { token: 'tracker-token' },
  };
  const send = (task = recent()) => {
    const url_template = at('/tracker/aff_lsr?transaction_id={event_id}&security_token={secret.token}');
    return deliver(s2sPostback, { ...config, url_template }, [task]);
  };

  it('takes what the product calls it with', async () => {
    const task = recent();
    expect(await send(task)).toMatchObject({ each: [{ verdict: 'sent' }] });
    expect(await received('/tracker/aff_lsr')).toMatchObject({
      summary: { distinct_accepted: 1 },
      items: [{ kind: 'tracker', method: 'GET', ids: [task.event_id], answered: 'success=true;' }],
    });
  });

  it('says in its body why it refuses', async () => {
    await control('/tracker/aff_lsr', { refuse: 'Transaction not found' });
    expect(await send()).toMatchObject({ each: [{ verdict: 'dead', reason: 'body_rule' }] });
    await control('/tracker/aff_lsr', { tokens: ['another'] });
    expect(await send()).toMatchObject({ each: [{ verdict: 'dead', reason: 'body_rule' }] });
    const answers = (await received('/tracker/aff_lsr')) as { items: { answered: string }[] };
    expect(answers.items.map(({ answered }) => answered)).toEqual([
      'success=false; err_msg=Invalid security token',
      'success=false; err_msg=Transaction not found',
    ]);
  });

  it('fails as any endpoint does', async () => {
    await control('/tracker/aff_lsr', { status: 503, retry_after: 3 });
    expect(await send()).toMatchObject({ each: [{ verdict: 'retry' }], destination: { effect: 'slow' } });
  });
});

describe('the page', () => {
  it('shows what came, and never as markup', async () => {
    await fetch(at('/hook?x=<i>'), { method: 'POST', body: '<script>alert(1)</script>' });
    const all = await (await fetch(at('/'))).text();
    expect(all).toContain('<code>/hook</code>');
    expect(all).toContain('&lt;script&gt;');
    expect(all).not.toMatch(/<script|<i>/);
    expect(await (await fetch(at('/?path=/other'))).text()).not.toContain('&lt;script&gt;');
  });
});
