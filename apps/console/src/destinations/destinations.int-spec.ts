import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucketOf, destinationId, type Destination } from '@app/contracts';
import { testDatabase, type TestDatabase } from '@app/embedded/testing';
import {
  ConfigurationCache,
  OpenedDestinations,
  SecretBox,
  migrate,
  openDatabase,
  type Database,
} from '@app/persistence';
import { testContext } from '@app/service/testing';
import { startConsole } from '../console.js';
import { ConsoleClient, settingsFor } from '../testing/console.client.js';

let given: TestDatabase;
let database: Database;
let stop: () => Promise<void>;
let api: ConsoleClient;
let space: string;
let box: SecretBox;

beforeAll(async () => {
  given = await testDatabase();
  await migrate(given.url);
  const settings = settingsFor(given.url);
  box = new SecretBox(settings.secrets.keys);
  const stand = testContext(settings);
  await startConsole(stand.context);
  stop = stand.end;
  database = openDatabase({ url: given.url, poolSize: 2, applicationName: 'console-test' });
  api = new ConsoleClient(stand.urls.http ?? '', settings.admin.token);
  space = (await api.post('/api/spaces', { name: 'shop' })).body.id;
});

afterAll(async () => {
  await stop();
  await database.close();
  await given.drop();
});

const HOOK = 'http://127.0.0.1:8099/hook';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const list = () => `/api/spaces/${space}/destinations`;
const create = (name: string, more: object = {}) =>
  api.post(list(), { kind: 'webhook', name, config: { url: HOOK }, ...more });
const pointers = (answer: { body: { errors: { pointer: string }[] } }) =>
  answer.body.errors.map((error) => error.pointer);

/** The destination as the pipeline would hold and open it. */
const held = async (id: string) => {
  const cache = new ConfigurationCache({ database, log: { info: () => undefined, error: () => undefined } });
  await cache.refresh();
  const destination = cache.destination(destinationId.parse(id));
  return destination && { destination, opened: new OpenedDestinations(box).open(destination) };
};

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
    const rows = await database.query<{ row: string }>({
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

describe('a change', () => {
  it('is a merge patch; masks sent back keep their secrets', async () => {
    const made = (
      await create('patched', {
        config: { url: HOOK, headers: { one: 'first-secret-1', two: 'second-secret-2' }, signing_secret: SECRET },
        proxy_url: 'http://u:proxypass@127.0.0.1:3128',
        filter: { countries: ['DE'] },
      })
    ).body;
    const read = (await api.get(`${list()}/${made.id}`)).body;
    const changed = await api.patch(`${list()}/${made.id}`, {
      config: { ...read.config, headers: { one: null, two: read.config.headers.two, three: 'third-secret-3' } },
      proxy_url: read.proxy_url,
      event_map: { contact: null, deposit: 'Purchase' },
      filter: { countries: null, deposit: 'first' },
      max_attempts: null,
    });
    expect(changed.status).toBe(200);
    expect(changed.body.event_map).toEqual({
      subscribed: 'subscribed',
      registration: 'registration',
      deposit: 'Purchase',
    });
    expect(changed.body.filter).toEqual({ deposit: 'first' });
    expect((await held(made.id))?.opened).toMatchObject({
      config: { headers: { two: 'second-secret-2', three: 'third-secret-3' }, signing_secret: SECRET },
      proxyUrl: 'http://u:proxypass@127.0.0.1:3128',
    });
    const without = await api.patch(`${list()}/${made.id}`, { proxy_url: null });
    expect(without.body.proxy_url).toBeNull();
    expect((await held(made.id))?.opened).toMatchObject({ proxyUrl: null });
  });

  it('goes by If-Match where it is given', async () => {
    const made = (await create('matched')).body;
    const path = `${list()}/${made.id}`;
    const first = await api.patch(path, { timeout_ms: 2000 }, { 'if-match': `"${made.revision}"` });
    expect(first.status).toBe(200);
    const late = await api.patch(path, { timeout_ms: 3000 }, { 'if-match': `"${made.revision}"` });
    expect([late.status, late.body.code]).toEqual([412, 'conflict']);
    expect((await api.patch(path, { timeout_ms: 3000 }, { 'if-match': first.headers.get('etag') ?? '' })).status).toBe(
      200,
    );
  });

  it('made by many at once is made by all, one after the other', async () => {
    const made = (await create('crowded', { config: { url: HOOK, headers: {} } })).body;
    const names = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(
      names.map((name) =>
        api.patch(`${list()}/${made.id}`, { config: { headers: { [name]: `value-of-${name}-123` } } }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    const read = (await api.get(`${list()}/${made.id}`)).body;
    expect(Object.keys(read.config.headers).toSorted()).toEqual(names);
    const revisions = (await api.get(`${list()}/${made.id}/revisions`)).body.items;
    expect(revisions).toHaveLength(5);
  });

  it.each([
    ['another kind', { kind: 's2s_postback' }, '/kind'],
    ['no name', { name: null }, '/name'],
    ['an unknown field', { state: 'active' }, '/state'],
    ['config that is none', { config: 'x' }, '/config'],
    ['a wrong URL', { config: { url: 'http://169.254.169.254/' } }, '/config/url'],
  ])('to %s is refused', async (what, patch, pointer) => {
    const made = (await create(`unpatched by ${what}`)).body;
    const answer = await api.patch(`${list()}/${made.id}`, patch);
    expect(answer.status).toBe(422);
    expect(pointers(answer)).toEqual([pointer]);
    expect((await api.get(`${list()}/${made.id}`)).body.revision).toBe(made.revision);
  });

  it('to a name that is taken is refused', async () => {
    await create('first come');
    const made = (await create('second come')).body;
    expect((await api.patch(`${list()}/${made.id}`, { name: 'first come' })).body.code).toBe('name_taken');
  });

  it('is kept as a revision with who made it, without secrets', async () => {
    const made = (await create('history', { config: { url: HOOK, signing_secret: SECRET } })).body;
    await api.patch(`${list()}/${made.id}`, { enabled: false });
    const page = (await api.get(`${list()}/${made.id}/revisions?limit=1`)).body;
    expect(page.items).toEqual([
      expect.objectContaining({
        actor: 'admin token',
        snapshot: expect.objectContaining({ enabled: false, deleted: false }),
      }),
    ]);
    const next = (await api.get(`${list()}/${made.id}/revisions?limit=1&cursor=${page.next_cursor}`)).body;
    expect(next).toMatchObject({
      items: [{ revision: made.revision, snapshot: { enabled: true } }],
      next_cursor: null,
    });
    expect(next.items[0].snapshot.config.signing_secret).toMatch(/^••••/);
    expect((await api.get(`${list()}/${made.id}`)).body.state).toBe('off');
  });
});

describe('secrets under a key that is gone', () => {
  it('read as masks, and must be set anew to be kept', async () => {
    const made = (await create('orphaned')).body;
    const stranger = new SecretBox([{ id: 'gone', key: Buffer.alloc(32, 1) }]);
    const sealed = stranger.seal(SECRET, { owner: made.id, field: 'signing_secret' });
    await database.query({
      text: `update destinations set config = jsonb_set(config, '{signing_secret}', to_jsonb($2::text)) where id = $1`,
      values: [made.id, sealed],
    });
    expect((await api.get(`${list()}/${made.id}`)).body.config.signing_secret).toBe('••••');
    const refused = await api.patch(`${list()}/${made.id}`, { timeout_ms: 2000 });
    expect(pointers(refused)).toEqual(['/config/signing_secret']);
    expect((await api.post(`${list()}/${made.id}/rotate_secret`, {})).body.code).toBe('conflict');
    expect((await api.patch(`${list()}/${made.id}`, { config: { signing_secret: SECRET } })).status).toBe(200);
  });
});

describe('the signing secret', () => {
  it('rotates with overlap', async () => {
    const made = (await create('rotated', { config: { url: HOOK, signing_secret: SECRET } })).body;
    const before = Date.now();
    const rotated = await api.post(`${list()}/${made.id}/rotate_secret`, { overlap_s: 60 });
    expect(rotated.status).toBe(201);
    expect(Date.parse(rotated.body.previous_expires_at)).toBeGreaterThanOrEqual(before + 60_000);
    const opened = (await held(made.id))?.opened;
    expect(opened).toMatchObject({
      config: { signing_secret: rotated.body.signing_secret, previous_signing_secrets: [{ secret: SECRET }] },
    });
    expect((await api.post(`${list()}/${made.id}/rotate_secret`, { overlap_s: -1 })).status).toBe(422);
  });
});

describe('pause and resume', () => {
  const state = (id: string, values: string) =>
    database.query({
      text: `insert into destination_states (destination_id, state, reason, decided_revision, held_until, hold_count, paused_at)
             values ($1, ${values})`,
      values: [id],
    });

  it('keep a pause until somebody resumes, and count its time', async () => {
    const made = (await create('paused')).body;
    const paused = await api.post(`${list()}/${made.id}/pause`);
    expect(paused.body).toMatchObject({ state: 'paused', state_reason: 'by_hand' });
    expect((await api.post(`${list()}/${made.id}/pause`)).body.revision).toBe(paused.body.revision);
    await database.query({
      text: `update destinations set paused_at = now() - interval '1 hour' where id = $1`,
      values: [made.id],
    });
    const resumed = await api.post(`${list()}/${made.id}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', state_reason: null });
    const pipeline = (await held(made.id))?.destination;
    expect(pipeline?.paused).toBe(false);
    expect(pipeline?.resumed_revision).toBe(resumed.body.revision);
    expect(pipeline?.paused_total_ms).toBeGreaterThanOrEqual(3_600_000);
    expect(pipeline?.paused_total_ms).toBeLessThan(3_660_000);
    expect((await api.post(`${list()}/${made.id}/resume`)).body.revision).toBe(resumed.body.revision);
  });

  it('end a pause the destination went into by itself, counting from the earlier one', async () => {
    const made = (await create('gone')).body;
    await state(made.id, `'paused', 'gone', ${made.revision}, null, 3, now() - interval '2 hours'`);
    expect((await api.get(`${list()}/${made.id}`)).body).toMatchObject({ state: 'paused', state_reason: 'gone' });
    await api.post(`${list()}/${made.id}/pause`);
    await api.post(`${list()}/${made.id}/resume`);
    const total = (await held(made.id))?.destination.paused_total_ms ?? 0;
    expect(total).toBeGreaterThanOrEqual(7_200_000);
    expect(total).toBeLessThan(7_260_000);
    expect((await api.get(`${list()}/${made.id}`)).body.state).toBe('active');
    const audit = (await api.get(`/api/spaces/${space}/audit?action=destination.resume&limit=1`)).body.items;
    expect(audit[0]).toMatchObject({ target: made.id, detail: { state: 'paused', reason: 'by_hand' } });
  });

  it('end a hold', async () => {
    const made = (await create('held')).body;
    await state(made.id, `'held', 'throttled', ${made.revision}, now() + interval '1 hour', 2, null`);
    const shown = (await api.get(`${list()}/${made.id}`)).body;
    expect(shown).toMatchObject({ state: 'held', state_reason: 'throttled', held_until: expect.any(String) });
    expect((await api.post(`${list()}/${made.id}/resume`)).body).toMatchObject({ state: 'active', held_until: null });
  });
});

describe('deletion', () => {
  const today = bucketOf(Date.now());
  const openRows = (destination: string, count: number) =>
    database.query({
      text: `with made as (
               insert into event_outbox (bucket, event_id, inbox_id, space_id, destination_id, kind, canonical, event_name, status,
                 place, dispatch, placed_at, source_partition, source_offset, revision, accepted_at, born_at, paused_base_ms)
               select $3, gen_random_uuid(), gen_random_uuid(), $4, $1, 'webhook', 'deposit', 'deposit', 'pending', 'here', 1, now(),
                 0, 0, 1, now(), now(), 0 from generate_series(1, $2)),
             counted as (
               insert into counters (scope, name, slot, shard, value)
               values ($1, 'rows.pending', $3, 0, $2), ($1, 'place.here', $3, 0, $2))
             select`,
      values: [destination, count, today, space],
    });
  const counters = async (destination: string) =>
    Object.fromEntries(
      (
        await database.query<{ name: string; value: number }>({
          text: `select name, sum(value)::bigint as value from counters where scope = $1 group by name`,
          values: [destination],
        })
      ).map(({ name, value }) => [name, value]),
    );

  it('leaves no trace in lists and frees the name', async () => {
    const made = (await create('short-lived')).body;
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(204);
    expect((await api.get(`${list()}/${made.id}`)).status).toBe(404);
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(404);
    expect(await held(made.id)).toBeUndefined();
    expect((await create('short-lived')).status).toBe(201);
  });

  it('is refused while deliveries are open, unless they may be discarded', async () => {
    const made = (await create('busy')).body;
    await openRows(made.id, 12_001);
    const refused = await api.delete(`${list()}/${made.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain('12001');
    expect((await api.delete(`${list()}/${made.id}?discard=maybe`)).status).toBe(422);
    expect((await api.delete(`${list()}/${made.id}?discard=true`)).status).toBe(204);
    const rows = await database.query({
      text: `select status, place, dispatch, reason, count(*) as count from event_outbox where bucket = $2 and destination_id = $1
             group by 1, 2, 3, 4`,
      values: [made.id, today],
    });
    expect(rows).toEqual([
      { status: 'discarded', place: null, dispatch: 2, reason: 'destination_deleted', count: 12_001 },
    ]);
    expect(await counters(made.id)).toEqual({
      'rows.pending': 0,
      'place.here': 0,
      'rows.discarded': 12_001,
      'flow.discarded': 12_001,
    });
  });

  it('that was interrupted while it discarded is finished by repeating it', async () => {
    const made = (await create('interrupted')).body;
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(204);
    await openRows(made.id, 3);
    expect((await api.delete(`${list()}/${made.id}`)).status).toBe(404);
    expect((await api.delete(`${list()}/${made.id}?discard=true`)).status).toBe(204);
    expect((await counters(made.id))['rows.discarded']).toBe(3);
  });
});

describe('the catalogue of kinds', () => {
  it('holds what a form is drawn from', async () => {
    const { items } = (await api.get('/api/destination_kinds')).body;
    expect(items[0]).toMatchObject({ kind: 'webhook', defaults: { max_attempts: 10, horizon_s: 172_800 } });
    expect(items[0].fields.find((field: { name: string }) => field.name === 'signing_secret').secret).toBe(true);
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
    const times = all.map((one) => Reflect.get(one, 'created_at'));
    expect(times).toEqual(times.toSorted().toReversed());
  });
});
