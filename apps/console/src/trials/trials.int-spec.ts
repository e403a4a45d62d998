import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testRequest, type DeliveryTask } from '@app/contracts';
import { failJob, finishTests, takeTests } from '@app/persistence';
import { storeEvent } from '../../../../test/support/console.rows.js';
import { consoleStand, HOOK, type ConsoleStand } from '../../../../test/support/console.stand.js';
import { until } from '../../../../test/support/until.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];
let space: string;

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});
beforeEach(async () => void (space = await stand.space()));
afterAll(() => stand.stop());

const preview = (body: object) => api.post(`/api/spaces/${space}/destinations/preview`, body);
const webhook = { kind: 'webhook', config: { url: HOOK, headers: { 'x-key': 'planted-secret' } } };
const meta = { kind: 'fb_capi', config: { pixel_id: '1234567', access_token: 'planted-token-of-meta-0' } };

describe('a preview', () => {
  it('shows the request a draft would make of a sample, secrets masked', async () => {
    const { status, body } = await preview({ ...webhook, canonical: 'deposit', currency_map: { USD: 'EUR' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      inbox_id: null,
      canonical: 'deposit',
      request: { method: 'POST', url: HOOK, headers: { 'x-key': '••••', 'webhook-signature': '••••' } },
      warnings: [],
    });
    const sent = JSON.parse(body.request.body.text);
    expect(sent).toMatchObject({ canonical: 'deposit', data: { value: '25.00', currency: 'EUR' }, test: false });
    expect(JSON.stringify(body)).not.toContain('planted');
  });

  it('uses a recent event of the space, and the one named', async () => {
    const click = { uid: 'u1', country: 'DE', params: {} };
    const payload = { event: 'contact', space_id: space, data: { plan: 'gold' } };
    const event = await storeEvent(stand.database, space, { canonical: 'contact', uid: 'u1', payload, click });
    await storeEvent(stand.database, space, { canonical: 'registration' });
    for (const choice of [{ canonical: 'contact' }, { inbox_id: event.id }]) {
      const { body } = await preview({ ...webhook, ...choice });
      expect(body.inbox_id).toBe(event.id);
      expect(JSON.parse(body.request.body.text)).toMatchObject({ inbox_id: event.id, data: { plan: 'gold' } });
    }
    expect((await preview(webhook)).body.canonical).toBe('registration');
    const refused = await preview({ ...webhook, inbox_id: randomUUID() });
    expect(refused.body.errors).toMatchObject([{ pointer: '/inbox_id' }]);
  });

  it('says why nothing would be sent', async () => {
    expect((await preview({ ...webhook, event_map: {}, canonical: 'deposit' })).body).toMatchObject({
      refusal: { reason: 'unmapped' },
    });
    expect((await preview({ ...webhook, filter: { countries: ['FR'] } })).body.refusal.reason).toBe('filtered');
    const stale = await storeEvent(stand.database, space, { acceptedAt: Date.now() - 9 * 86_400_000, value: '5' });
    const { body } = await preview({ ...meta, inbox_id: stale.id });
    expect(body).toMatchObject({ refusal: { reason: 'too_old' } });
    expect(body.request).toBeUndefined();
  });

  it('keeps the token of Meta to itself and tells of weak matches', async () => {
    const { body } = await preview({ ...meta, canonical: 'deposit' });
    expect(body.request.url).toContain('/1234567/events');
    expect(body.request.headers.authorization).toBe('••••');
    expect(JSON.stringify(body)).not.toContain('planted');
  });

  it('renders a postback, its secrets masked', async () => {
    const config = {
      url_template: 'https://t.example/p?cid={uid}&sum={value}&k={secret.k}',
      secrets: { k: 'planted-k' },
    };
    const { body } = await preview({ kind: 's2s_postback', config, canonical: 'deposit' });
    expect(body.request).toMatchObject({ method: 'GET', url: 'https://t.example/p?cid=sample-uid&sum=25.00&k=••••' });
    expect(body.warnings.length).toBeGreaterThan(0);
  });

  it('puts back the secrets of a saved destination behind their masks', async () => {
    const made = await stand.create(space, 'hook', webhook);
    const config = { ...made.body.config, url: `${HOOK}/new` };
    const { status, body } = await preview({ kind: 'webhook', config, destination_id: made.body.id });
    expect([status, body.request.url]).toEqual([200, `${HOOK}/new`]);
    expect((await preview({ kind: 'webhook', config, destination_id: randomUUID() })).status).toBe(404);
  });

  it('names every wrong field', async () => {
    const { status, body } = await preview({ kind: 'webhook', config: { url: 'ftp://x' } });
    expect([status, body.errors[0].pointer]).toEqual([422, '/config/url']);
  });
});

describe('a test send', () => {
  /** Stands for fanout, the app and recorder. */
  async function carryOut(result: object | null): Promise<DeliveryTask> {
    const [taken] = await until('the test is asked for', 5_000, async () => {
      const tests = await takeTests(stand.database, 60_000);
      return tests.length > 0 ? tests : null;
    });
    if (!taken) throw new Error('no test');
    if (result === null) await failJob(stand.database, taken.id, 'kafka took nothing');
    else
      await stand.database.transaction((tx) => finishTests(tx, [{ jobId: taken.id, result: JSON.stringify(result) }]));
    return testRequest.parse(taken.request).task;
  }

  const outcome = {
    verdict: 'retry',
    reason: 'http_status',
    detail: '500',
    executed: true,
    http_status: 500,
    may_have_arrived: false,
    started_at_ms: 1_793_600_000_000,
    duration_ms: 12,
    request: { method: 'POST', url: HOOK, headers: {}, body: Buffer.from('{}').toString('base64') },
    response: { status: 500, headers: {}, body: Buffer.from('oops').toString('base64'), truncated: false },
  };

  it('answers with what went out and what came back, whatever the state of the destination', async () => {
    const { id } = (await stand.create(space, 'hook', { enabled: false, event_map: { contact: 'Kontakt' } })).body;
    await api.post(`/api/spaces/${space}/destinations/${id}/pause`);
    const asked = api.post(`/api/spaces/${space}/destinations/${id}/test`, { canonical: 'contact' });
    const task = await carryOut(outcome);
    expect(task).toMatchObject({
      mode: 'test',
      destination_id: id,
      event: 'Kontakt',
      canonical: 'contact',
      dispatch: 1,
    });
    const { status, body } = await asked;
    expect(status).toBe(200);
    expect(body).toMatchObject({
      verdict: 'retry',
      reason: 'http_status',
      request: { method: 'POST', body: { text: '{}' } },
      response: { status: 500, body: { text: 'oops' } },
    });
    const { items } = (await api.get(`/api/spaces/${space}/audit?action=destination.test`)).body;
    expect(items).toMatchObject([{ target: id, detail: { canonical: 'contact', inbox_id: null } }]);
  });

  it('sends a stored event, and says so where nothing was called', async () => {
    const { id } = (await stand.create(space, 'hook')).body;
    const payload = { event: 'deposit', space_id: space, data: { text: '\u0000 \ud800' } };
    const event = await storeEvent(stand.database, space, { value: '7', payload });
    const asked = api.post(`/api/spaces/${space}/destinations/${id}/test`, { inbox_id: event.id });
    const task = await carryOut({ ...outcome, verdict: 'dead', executed: false, request: null, response: null });
    expect(task).toMatchObject({ inbox_id: event.id, value: '7.00', data: { text: '\ufffd \ufffd' } });
    expect((await asked).body).toMatchObject({ verdict: 'dead', request: null, response: null });
  });

  it('is 503 where it could not be put on its way', async () => {
    const { id } = (await stand.create(space, 'hook')).body;
    const asked = api.post(`/api/spaces/${space}/destinations/${id}/test`, {});
    await carryOut(null);
    const { status, headers } = await asked;
    expect([status, headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('is given up in the end', async () => {
    const { id } = (await stand.create(space, 'hook', { timeout_ms: 1_000 })).body;
    const asked = await api.post(`/api/spaces/${space}/destinations/${id}/test`, {});
    expect(asked.status).toBe(503);
    expect(await takeTests(stand.database, 60_000)).toEqual([]);
  }, 20_000);
});
