import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

const aSpace = async (name: string) => (await api.post('/api/spaces', { name })).body;

describe('who may call', () => {
  it('nobody without a credential', async () => {
    const answer = await api.as(null).get('/api/spaces');
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('missing_credential');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['wb_adm_00000000000000000000000000000000', 'hello'])('nobody with an unknown one: %s', async (token) => {
    const answer = await api.as(token).get('/api/spaces');
    expect([answer.status, answer.body.code]).toEqual([401, 'bad_credential']);
  });

  it('nobody with a key of a space', async () => {
    const space = await aSpace('keys at the wrong door');
    for (const key of [space.secret, space.ingest_token]) {
      const answer = await api.as(key).get('/api/spaces');
      expect([answer.status, answer.body.code]).toEqual([403, 'wrong_credential']);
    }
  });

  it('a token sees its spaces only, and does what its role includes', async () => {
    const [mine, other] = [await aSpace('mine'), await aSpace('not mine')];
    const token = async (role: string) =>
      (await api.post('/api/tokens', { name: role, role, space_ids: [mine.id] })).body.token;
    const viewer = api.as(await token('viewer'));
    expect((await viewer.get('/api/spaces')).body.items.map((space: { id: string }) => space.id)).toEqual([mine.id]);
    expect((await viewer.get(`/api/spaces/${mine.id}`)).status).toBe(200);
    expect((await viewer.get(`/api/spaces/${other.id}`)).body.code).toBe('not_found');
    expect((await viewer.patch(`/api/spaces/${other.id}`, { name: 'x' })).status).toBe(404);
    expect((await viewer.patch(`/api/spaces/${mine.id}`, { name: 'x' })).body.code).toBe('forbidden');
    expect((await viewer.get(`/api/spaces/${mine.id}/audit`)).status).toBe(403);
    const admin = api.as(await token('admin'));
    expect((await admin.patch(`/api/spaces/${mine.id}`, { name: 'mine still' })).status).toBe(200);
    expect((await admin.post('/api/spaces', { name: 'more' })).body.code).toBe('forbidden');
    expect((await admin.get('/api/tokens')).body.code).toBe('forbidden');
  });

  it('a revoked token no more', async () => {
    const { id, token } = (await api.post('/api/tokens', { name: 'short-lived', role: 'viewer' })).body;
    expect((await api.as(token).get('/api/spaces')).status).toBe(200);
    expect((await api.delete(`/api/tokens/${id}`)).status).toBe(204);
    expect((await api.as(token).get('/api/spaces')).body.code).toBe('bad_credential');
    expect((await api.delete(`/api/tokens/${id}`)).status).toBe(404);
    const listed = (await api.get('/api/tokens')).body.items;
    expect(listed.some((one: { id: string }) => one.id === id)).toBe(false);
  });

  it('and no token is made for spaces or roles that do not exist', async () => {
    const ghost = '00000000-0000-4000-8000-000000000000';
    const answer = await api.post('/api/tokens', { name: 'x', role: 'owner', space_ids: [ghost, 7], more: 1 });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(
      expect.arrayContaining(['/role', '/space_ids/1', '/more']),
    );
    const missing = await api.post('/api/tokens', { name: 'x', role: 'viewer', space_ids: [ghost] });
    expect(missing.body.errors).toEqual([{ pointer: '/space_ids/0', detail: 'there is no such space' }]);
  });
});

describe('spaces', () => {
  it('are made with two keys that are shown once and stored hashed', async () => {
    const made = await api.post('/api/spaces', {
      name: 'Summer',
      time_zone: 'Europe/Berlin',
      event_aliases: { ftd2: 'deposit' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Summer',
      secret: expect.stringMatching(/^wb_sec_[0-9A-Za-z]{32}$/),
      ingest_token: expect.stringMatching(/^wb_ing_[0-9A-Za-z]{32}$/),
    });
    const rows = await stand.database.query<{ kind: string; hash: Buffer; encrypted: string | null }>({
      text: 'select kind, hash, encrypted from api_keys where space_id = $1 order by kind',
      values: [made.body.id],
    });
    expect(rows.map((row) => [row.kind, row.hash.length])).toEqual([
      ['ingest_token', 32],
      ['secret', 32],
    ]);
    expect(rows[0]?.encrypted).toMatch(/^waybill\.1\.k1\./);
    expect(rows[1]?.encrypted).toBeNull();
    expect((await api.get(`/api/spaces/${made.body.id}`)).body).toMatchObject({
      name: 'Summer',
      time_zone: 'Europe/Berlin',
      event_aliases: { ftd2: 'deposit' },
    });
  });

  it('have distinct names', async () => {
    await aSpace('twice');
    const again = await api.post('/api/spaces', { name: 'twice' });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    const other = await aSpace('once');
    expect((await api.patch(`/api/spaces/${other.id}`, { name: 'twice' })).body.code).toBe('name_taken');
    expect((await api.patch(`/api/spaces/${other.id}`, { name: 'once' })).status).toBe(200);
  });

  it('are changed by merge patch', async () => {
    const { id } = await aSpace('patched');
    await api.patch(`/api/spaces/${id}`, { event_aliases: { a: 'contact', b: 'deposit' }, time_zone: 'Asia/Tokyo' });
    const changed = await api.call(
      'PATCH',
      `/api/spaces/${id}`,
      { event_aliases: { a: null }, time_zone: null },
      {
        'content-type': 'application/merge-patch+json',
      },
    );
    expect(changed.body).toMatchObject({ name: 'patched', time_zone: 'UTC', event_aliases: { b: 'deposit' } });
  });

  it.each([
    ['nothing', undefined, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['control characters', { name: 'a\nb' }, '/name'],
    ['NUL', { name: 'a\0b' }, '/name'],
    ['no time zone', { name: 'x', time_zone: 'Mars/Base' }, '/time_zone'],
    ['an alias to nowhere', { name: 'x', event_aliases: { a: 'buy' } }, '/event_aliases/a'],
    ['an unknown field', { name: 'x', colour: 'red' }, '/colour'],
  ])('refuse %s', async (_, body, pointer) => {
    const answer = await api.post('/api/spaces', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('answer what cannot be read with 400, 415, 405 and 404', async () => {
    expect((await api.post('/api/spaces', '{"name":')).body.code).toBe('malformed_json');
    expect((await api.call('POST', '/api/spaces', 'name=x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await api.call('PUT', '/api/spaces', {})).status).toBe(405);
    expect((await api.get('/api/nothing')).status).toBe(404);
    expect((await api.get('/api/spaces/not-an-id')).body.code).toBe('not_found');
    expect((await api.get('/api/spaces?colour=red')).body).toMatchObject({
      code: 'unknown_field',
      errors: [{ pointer: '?colour' }],
    });
  });

  it('are listed in pages, newest first', async () => {
    for (const name of ['p1', 'p2', 'p3']) await aSpace(name);
    const first = (await api.get('/api/spaces?limit=2')).body;
    expect(first.items.map((space: { name: string }) => space.name)).toEqual(['p3', 'p2']);
    const second = (await api.get(`/api/spaces?limit=2&cursor=${first.next_cursor}`)).body;
    expect(second.items[0].name).toBe('p1');
    for (const bad of ['limit=0', 'limit=501', 'limit=x', 'limit=1&limit=2', 'cursor=abc']) {
      expect([bad, (await api.get(`/api/spaces?${bad}`)).status]).toEqual([bad, 422]);
    }
  });
});

describe('keys', () => {
  it('rotate with overlap; the old one can be dropped', async () => {
    const { id, secret } = await aSpace('rotating');
    const rotated = await api.post(`/api/spaces/${id}/keys/secret/rotate`, { overlap_s: 60 });
    expect(rotated.status).toBe(201);
    expect(rotated.body.secret).toMatch(/^wb_sec_/);
    expect(rotated.body.secret).not.toBe(secret);
    const listed = (await api.get(`/api/spaces/${id}/keys`)).body.items;
    expect(listed).toHaveLength(2);
    expect(listed.find((key: { kind: string }) => key.kind === 'secret')).toMatchObject({
      hint: rotated.body.secret.slice(-4),
      previous_expires_at: rotated.body.previous_expires_at,
    });
    expect((await api.delete(`/api/spaces/${id}/keys/secret/previous`)).status).toBe(204);
    expect((await api.delete(`/api/spaces/${id}/keys/secret/previous`)).status).toBe(404);
    const [live] = await stand.database.query<{ live: number }>({
      text: `select count(*) as live from api_keys where space_id = $1 and kind = 'secret' and revoked_at is null`,
      values: [id],
    });
    expect(live?.live).toBe(1);
  });

  it('keep one previous at most, and none without overlap', async () => {
    const { id } = await aSpace('rotating fast');
    await api.post(`/api/spaces/${id}/keys/ingest_token/rotate`, {});
    await api.post(`/api/spaces/${id}/keys/ingest_token/rotate`);
    const working = async () =>
      (
        await stand.database.query<{ n: number }>({
          text: `select count(*) as n from api_keys where space_id = $1 and kind = 'ingest_token' and revoked_at is null
                 and coalesce(expires_at > now(), true)`,
          values: [id],
        })
      )[0]?.n;
    expect(await working()).toBe(2);
    const last = await api.post(`/api/spaces/${id}/keys/ingest_token/rotate`, { overlap_s: 0 });
    expect(last.body.previous_expires_at).toBeNull();
    expect(await working()).toBe(1);
  });

  it('refuse what is no kind and no overlap', async () => {
    const { id } = await aSpace('no such key');
    expect((await api.post(`/api/spaces/${id}/keys/password/rotate`, {})).status).toBe(404);
    for (const overlap_s of [-1, 90 * 86_400 + 1, 1.5, '60']) {
      const answer = await api.post(`/api/spaces/${id}/keys/secret/rotate`, { overlap_s });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/overlap_s']);
    }
  });
});

describe('the audit log', () => {
  it('names every write of a space, who did it and to what, and no secret', async () => {
    const { id } = await aSpace('watched');
    await api.patch(`/api/spaces/${id}`, { time_zone: 'Asia/Tokyo' });
    const rotated = await api.post(`/api/spaces/${id}/keys/secret/rotate`, { overlap_s: 5 });
    await api.patch(`/api/spaces/${id}`, { time_zone: 'nowhere' });
    const log = (await api.get(`/api/spaces/${id}/audit`)).body.items;
    expect(log.map((entry: { action: string }) => entry.action)).toEqual([
      'key.rotate',
      'space.update',
      'space.create',
    ]);
    expect(log[1]).toMatchObject({ actor: 'admin token', target: id, detail: { fields: ['time_zone'] } });
    expect(JSON.stringify(log)).not.toContain(rotated.body.secret);
    const some = await api.get(`/api/spaces/${id}/audit?action=space.update&action=space.create&limit=1`);
    expect(some.body.items).toHaveLength(1);
    expect(some.body.next_cursor).not.toBeNull();
  });
});

describe('the configuration revision', () => {
  it('rises with every change, in the row changed', async () => {
    const { id } = await aSpace('revised');
    const revisionOf = async () =>
      (
        await stand.database.query<{ r: number; s: number }>({
          text: 'select revision as r, (select revision from config_state) as s from spaces where id = $1',
          values: [id],
        })
      )[0];
    const before = await revisionOf();
    expect(before?.r).toBe(before?.s);
    await api.patch(`/api/spaces/${id}`, { name: 'revised again' });
    expect((await revisionOf())?.r).toBe((before?.r ?? 0) + 1);
    await api.patch(`/api/spaces/${id}`, { name: '' });
    expect((await revisionOf())?.s).toBe((before?.s ?? 0) + 1);
  });
});
