import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Destination } from '@app/contracts';
import type { Answer } from '../../../../test/support/console.client.js';
import { heldDestination } from '../../../../test/support/held.destination.js';
import { HOOK, consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

let space: string;
beforeAll(async () => {
  space = await stand.space();
});

const list = () => `/api/spaces/${space}/destinations`;
const create = (name: string, more: object = {}) => stand.create(space, name, more);
const pointers = (answer: Answer) => answer.body.errors.map((error: { pointer: string }) => error.pointer);
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The destination as the pipeline would hold and open it. */
const held = (id: string) => heldDestination(stand, id);

describe('a new destination', () => {
  it('takes the defaults of its kind, and answers its signing secret once', async () => {
    const made = await create('plain');
    expect(made.status).toBe(201);
    expect(made.body.signing_secret).toMatch(/^whsec_/);
    expect(made.headers.get('etag')).toBe(`"${made.body.revision}"`);
    const read = await api.get(`${list()}/${made.body.id}`);
    expect(read.body).toMatchObject({
      kind: 'webhook',
      name: 'plain',
      enabled: true,
      state: 'active',
      state_reason: null,
      held_until: null,
      config: { url: HOOK, method: 'POST', headers: {}, signing_secret: `••••${made.body.signing_secret.slice(-4)}` },
      event_map: { contact: 'contact', deposit: 'deposit' },
      filter: {},
      currency_map: { USDT: 'USD', USDC: 'USD' },
      proxy_url: null,
      max_attempts: 10,
      horizon_s: 172_800,
      max_concurrency: 32,
      rate_per_s: null,
      timeout_ms: 10_000,
    });
    expect(JSON.stringify(read.body)).not.toContain(made.body.signing_secret);
    const pipeline = await held(made.body.id);
    expect(pipeline?.opened).toMatchObject({ config: { url: HOOK, signing_secret: made.body.signing_secret } });
  });

  it('may bring its own secret, headers and proxy, all sealed at rest', async () => {
    const made = await create('secretive', {
      config: { url: HOOK, headers: { 'X-Api-Key': 'key-0123456789' }, signing_secret: SECRET },
      proxy_url: 'socks5://user:pa55word@127.0.0.1:1080',
    });
    expect(made.body.signing_secret).toBeUndefined();
    expect(made.body).toMatchObject({
      config: { headers: { 'x-api-key': '••••6789' } },
      proxy_url: 'socks5://user:••••@127.0.0.1:1080',
    });
    const rows = await stand.database.query<{ row: string }>({
      text: `select destinations::text as row from destinations where id = $1
             union all select snapshot::text from destination_revisions where destination_id = $1
             union all select detail::text from audit_log where target = $1::text`,
      values: [made.body.id],
    });
    expect(rows).toHaveLength(3);
    for (const { row } of rows) expect(row).not.toMatch(/key-0123456789|pa55word|BwcHBwcH/);
    expect((await held(made.body.id))?.opened).toEqual({
      config: {
        url: HOOK,
        method: 'POST',
        headers: { 'x-api-key': 'key-0123456789' },
        signing_secret: SECRET,
        previous_signing_secrets: [],
      },
      proxyUrl: 'socks5://user:pa55word@127.0.0.1:1080',
    });
  });

  it.each([
    ['no kind', { kind: undefined }, '/kind'],
    ['a kind nobody delivers', { kind: 'pigeon' }, '/kind'],
    ['no URL', { config: {} }, '/config/url'],
    ['an unknown field of config', { config: { url: HOOK, colour: 1 } }, '/config/colour'],
    ['an unknown field', { colour: 1 }, '/colour'],
    ['a canonical that is none', { event_map: { buy: 'x' } }, '/event_map/buy'],
    ['NUL in a name of the map', { event_map: { deposit: 'a\0' } }, '/event_map/deposit'],
    ['a country that is none', { filter: { countries: ['DE', 'XX'] } }, '/filter/countries/1'],
    ['a link that is not there', { filter: { links: ['nowhere'] } }, '/filter/links/0'],
    ['a value that is none', { filter: { value_min: '-1' } }, '/filter/value_min'],
    ['too many attempts', { max_attempts: 51 }, '/max_attempts'],
    ['a proxy of another protocol', { proxy_url: 'ftp://proxy.example:1' }, '/proxy_url'],
    ['an inside address', { config: { url: 'http://10.0.0.1/' } }, '/config/url'],
    ['an inside proxy', { proxy_url: 'http://10.0.0.1:3128' }, '/proxy_url'],
    [
      'a mask without a secret behind it',
      { config: { url: HOOK, signing_secret: '••••abcd' } },
      '/config/signing_secret',
    ],
  ])('is refused with %s', async (_, wrong, pointer) => {
    const answer = await create('wrong', wrong);
    expect(answer.status).toBe(422);
    expect(pointers(answer)).toContain(pointer);
  });

  it('names all its faults at once', async () => {
    const answer = await api.post(list(), { kind: 'webhook', name: '', config: { url: 'x' }, timeout_ms: 1 });
    expect(pointers(answer)).toEqual(expect.arrayContaining(['/name', '/config/url', '/timeout_ms']));
  });

  it('is accepted with a warning where its name does not resolve', async () => {
    const answer = await create('not yet', { config: { url: 'https://nobody.invalid/hook' } });
    expect(answer.status).toBe(201);
    expect(answer.body.warnings).toEqual([expect.stringContaining('nobody.invalid')]);
  });

  it('has a name of its own in its space; another space may use it as well', async () => {
    await create('taken');
    expect((await create('taken')).body.code).toBe('name_taken');
    const other = (await api.post('/api/spaces', { name: 'another shop' })).body.id;
    const answer = await api.post(`/api/spaces/${other}/destinations`, {
      kind: 'webhook',
      name: 'taken',
      config: { url: HOOK },
    });
    expect(answer.status).toBe(201);
    expect((await api.get(`${list()}/${answer.body.id}`)).status).toBe(404);
  });
});

describe('a destination of another kind', () => {
  it('fb_capi keeps its token to itself', async () => {
    const config = { pixel_id: '1234567890', access_token: 'EAAB-0123456789-0123456789' };
    const made = await api.post(list(), { kind: 'fb_capi', name: 'meta', config });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      config: { pixel_id: '1234567890', access_token: '••••6789', api_version: 'v26.0', event_source_url: null },
      event_map: { deposit: 'Purchase', subscribed: 'Lead' },
      horizon_s: 165_600,
    });
    const patched = await api.patch(`${list()}/${made.body.id}`, { config: { batch_max: 10 } });
    expect(patched.body.config).toMatchObject({ batch_max: 10, access_token: '••••6789' });
    expect((await held(made.body.id))?.opened).toMatchObject({ config: { access_token: config.access_token } });
    const rotated = await api.post(`${list()}/${made.body.id}/rotate_secret`, {});
    expect([rotated.status, rotated.body.code]).toEqual([422, 'not_supported_for_kind']);
  });

  it('s2s_postback warns where a repeat may count twice, and judges its address', async () => {
    const made = await api.post(list(), {
      kind: 's2s_postback',
      name: 'tracker',
      config: { url_template: 'https://127.0.0.1:8099/p?c={uid}' },
    });
    expect(made.status).toBe(201);
    expect(made.body.warnings).toHaveLength(1);
    const inside = await api.post(list(), {
      kind: 's2s_postback',
      name: 'inside',
      config: { url_template: 'https://10.0.0.1/p?t={event_id}' },
    });
    expect(pointers(inside)).toEqual(['/config/url_template']);
  });
});

describe('the catalogue of kinds', () => {
  it('holds what a form is drawn from', async () => {
    const { items } = (await api.get('/api/destination_kinds')).body;
    const webhook = items.find((one: { kind: string }) => one.kind === 'webhook');
    expect(webhook).toMatchObject({ defaults: { max_attempts: 10, horizon_s: 172_800 } });
    expect(webhook.fields.find((field: { name: string }) => field.name === 'signing_secret').secret).toBe(true);
  });
});

describe('the list', () => {
  it('has pages, newest first', async () => {
    const all: Destination[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.get(`${list()}?limit=5${cursor === null ? '' : `&cursor=${cursor}`}`);
      all.push(...page.body.items);
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
    const times = all.map((one) => Date.parse(Reflect.get(one, 'created_at')));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});
