import { aDeliveryTask } from '@app/contracts/testing';
import { createEgress } from '@app/egress';
import { httpServer, type TestServer } from '@app/egress/testing';
import { webhook } from '@app/kinds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createReceiver } from './receiver.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
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
const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(at(path), { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const control = (path: string, knobs: unknown) => call('PUT', `/_control${path}`, knobs);
const summary = async (path: string) => (await call('GET', `/_received/summary?path=${path}`)).json;

/** Sends one event as the product does. */
const deliver = (path: string, { secret = SECRET, now = Date.now(), timeoutMs = 2_000 } = {}) => {
  const config = webhook.config.parse({ url: at(path), signing_secret: secret });
  const { request } = webhook.render([aDeliveryTask()], config, now);
  if (!request) throw new Error('nothing rendered');
  return egress.send(request, { timeoutMs });
};

beforeEach(async () => {
  await call('DELETE', '/_control');
  await call('DELETE', '/_received');
});

it('takes what is sent, keeps it and counts it', async () => {
  expect(await deliver('/hook')).toMatchObject({ status: 200 });
  await deliver('/hook');
  const { json } = await call('GET', '/_received?path=/hook&limit=1');
  expect(json['summary']).toMatchObject({ count: 2, accepted: 2, distinct: 1, repeated: 1 });
  expect(json['items']).toEqual([
    expect.objectContaining({ path: '/hook', method: 'POST', status: 200, accepted: true, signature: 'unchecked' }),
  ]);
  const ids = await (await fetch(at('/_received/ids'))).text();
  expect(ids).toBe(`{"id":"${aDeliveryTask().event_id}","count":2,"accepted":2}\n`);
});

describe('told a secret', () => {
  beforeEach(() => control('/hook', { secrets: [SECRET] }));

  it('takes what is signed with it', async () => {
    expect(await deliver('/hook')).toMatchObject({ status: 200 });
    expect(await summary('/hook')).toMatchObject({ accepted: 1, bad_signatures: 0 });
  });

  it.each([
    ['another secret', { secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' }],
    ['an old timestamp', { now: Date.now() - 301_000 }],
    ['a timestamp to come', { now: Date.now() + 302_000 }],
  ])('refuses what is signed with %s', async (_what, options) => {
    expect(await deliver('/hook', options)).toMatchObject({ status: 401 });
    expect(await summary('/hook')).toMatchObject({ count: 1, accepted: 0, bad_signatures: 1 });
  });
});

describe('told to misbehave', () => {
  it.each([
    [{ hang: true }, { fault: 'timeout' }],
    [{ reset: true }, { fault: 'connection_reset' }],
    [{ close: true }, { fault: 'connection_reset' }],
    [{ garbage: true }, { fault: 'connection_reset' }],
    [
      { endless: true, status: 500 },
      { status: 500, truncated: true },
    ],
    [{ delay_ms: 5_000 }, { fault: 'timeout' }],
    [
      { status: 429, retry_after: 7 },
      { status: 429, headers: { 'retry-after': '7' } },
    ],
    [
      { status: 302, location: 'http://127.0.0.1/' },
      { status: 302, headers: { location: 'http://127.0.0.1/' } },
    ],
    [
      { status: 200, body: 'ok\0', headers: { 'x-a': 'b' } },
      { body: Buffer.from('ok\0'), headers: { 'x-a': 'b' } },
    ],
  ])('%j it does', async (knobs, answer) => {
    await control('/bad', knobs);
    expect(await deliver('/bad', { timeoutMs: 700 })).toMatchObject(answer);
    expect(await deliver('/good')).toMatchObject({ status: 200 });
  });

  it('a number of times it recovers', async () => {
    await control('/hook', { status: 503, fail_times: 2 });
    const answers = [await deliver('/hook'), await deliver('/hook'), await deliver('/hook')];
    expect(answers).toMatchObject([{ status: 503 }, { status: 503 }, { status: 200 }]);
    expect(await summary('/hook')).toMatchObject({ count: 3, accepted: 1, repeated: 1, repeated_accepted: 0 });
  });

  it('by each id it recovers for each', async () => {
    await control('/hook', { status: 500, fail_each: 1 });
    expect([await deliver('/hook'), await deliver('/hook')]).toMatchObject([{ status: 500 }, { status: 200 }]);
  });

  it('by the query of a request it does it for that one', async () => {
    expect(await deliver('/hook?status=418&mine=1')).toMatchObject({ status: 418 });
    expect(await deliver('/hook?status=nonsense')).toMatchObject({ status: 200 });
    expect(await deliver('/hook')).toMatchObject({ status: 200 });
  });
});

describe('its control', () => {
  it('shows and forgets knobs, and refuses what is none', async () => {
    await control('/hook', { status: 500 });
    expect((await call('GET', '/_control/hook')).json).toEqual({ status: 500 });
    await call('DELETE', '/_control/hook');
    expect((await call('GET', '/_control/hook')).json).toEqual({});
    expect((await control('/hook', { statu: 500 })).status).toBe(422);
    expect((await control('/hook', 'text')).status).toBe(422);
    expect((await call('PUT', '/_control', {})).status).toBe(404);
    expect((await call('POST', '/_control/hook', {})).status).toBe(405);
    expect((await call('GET', '/_received/other')).status).toBe(404);
  });
});
