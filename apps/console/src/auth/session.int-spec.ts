import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN, consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

describe('signing in', () => {
  let stand: ConsoleStand;
  beforeAll(async () => {
    stand = await consoleStand();
  });
  afterAll(() => stand.stop());

  const begin = async () => {
    const answer = await stand.api.as(null).post('/api/session', ADMIN);
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    return { answer, cookie, token: String(answer.body?.csrf_token) };
  };

  it('gives the first administrator a session that may do what a token may', async () => {
    const { answer, cookie, token } = await begin();
    expect(answer).toMatchObject({ status: 201, body: { email: ADMIN.email, role: 'admin', space_ids: null } });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^waybill_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    );
    const page = stand.api.signedIn({ cookie });
    expect((await page.get('/api/me')).body).toMatchObject({ actor: ADMIN.email, csrf_token: token });
    expect((await page.get('/api/spaces')).status).toBe(200);
    const written = await page.call('POST', '/api/spaces', { name: 'by hand' }, { 'x-csrf-token': token });
    expect(written.status).toBe(201);
    const audit = await stand.api.get(`/api/spaces/${written.body.id}/audit`);
    expect(audit.body.items[0]).toMatchObject({ actor: ADMIN.email, action: 'space.create' });
  });

  it('refuses a write without the token of the page', async () => {
    const { cookie } = await begin();
    const page = stand.api.signedIn({ cookie });
    expect((await page.post('/api/spaces', { name: 'forged' })).body.code).toBe('forbidden');
    const forged = await page.call('POST', '/api/spaces', { name: 'forged' }, { 'x-csrf-token': 'a'.repeat(43) });
    expect(forged.status).toBe(403);
  });

  it('ends a session for good', async () => {
    const { cookie, token } = await begin();
    const page = stand.api.signedIn({ cookie, 'x-csrf-token': token });
    const ended = await page.delete('/api/session');
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await page.get('/api/me')).body.code).toBe('bad_credential');
  });

  it('tells a program who it is, and has no session to end for it', async () => {
    expect((await stand.api.get('/api/me')).body).toMatchObject({ email: null, role: 'admin', csrf_token: null });
    expect((await stand.api.delete('/api/session')).status).toBe(409);
    expect((await stand.api.as(null).get('/api/me')).body.code).toBe('missing_credential');
  });

  it('ends sessions of a disabled person, and sessions nobody uses', async () => {
    const { cookie } = await begin();
    const page = stand.api.signedIn({ cookie });
    const run = (text: string) => stand.database.query({ text });
    await run(`update sessions set seen_at = now() - interval '3 days'`);
    expect((await page.get('/api/me')).status).toBe(401);
    await run('update sessions set seen_at = now()');
    expect((await page.get('/api/me')).status).toBe(200);
    await run('update users set disabled_at = now()');
    expect((await page.get('/api/me')).status).toBe(401);
    await run('update users set disabled_at = null');
  });

  it('says the same of an unknown e-mail and a wrong password, and slows down who guesses', async () => {
    const guess = (email: string) => stand.api.as(null).post('/api/session', { email, password: 'guessed' });
    const [unknown, wrong] = [await guess('nobody@test.localhost'), await guess('Mallory@test.localhost')];
    expect([unknown.status, unknown.body.detail]).toEqual([401, wrong.body.detail]);
    for (let times = 0; times < 4; times += 1) await guess('mallory@test.localhost');
    const slowed = await guess('mallory@test.localhost');
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await begin()).answer.status).toBe(201);
  });
});
