import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretBox } from '@app/persistence';
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
    await stand.database.query({
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
