import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HEADERS, clickRecord, eventRecord } from '@app/contracts';
import type { ConsumedRecord } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { insertClicks } from '@app/persistence';
import { ingestStand } from '../../../test/support/ingest.stand.js';

/*
 * The doors that are only a URL, clicks and binds, over a real broker and a real database: what is stored and what is
 * answered. What each rule makes of a text is in the specs beside the rules.
 */

let stand: Awaited<ReturnType<typeof ingestStand>>;
let limited: Awaited<ReturnType<typeof ingestStand>>;
beforeAll(async () => {
  stand = await ingestStand({ trustedProxies: ['127.0.0.1'] });
  limited = await ingestStand({ rates: { token: 2, secret: 0 } });
});
afterAll(() => Promise.all([stand.stop(), limited.stop()]));

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(path: string, init: RequestInit = {}, at = stand): Promise<Answer> {
  const response = await fetch(at.url + path, { redirect: 'manual', ...init });
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: Object.fromEntries(Object.entries(body ?? {})) };
}

const e = (query: string, init?: RequestInit): Promise<Answer> =>
  call(`/e?token=${stand.keys.ingest_token}&${query}`, init);
const post = (path: string, body: object): Promise<Answer> =>
  call(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${stand.keys.secret}`, 'content-type': 'application/json' },
  });

const says =
  (text: string) =>
  (record: ConsumedRecord): boolean =>
    record.value?.includes(text) === true;
const jsonOf = ({ value }: ConsumedRecord): unknown => JSON.parse(value?.toString() ?? '');
const counted = (topic: string): number => stand.records.get(topic)?.length ?? 0;

describe('GET /e', () => {
  it('records an event as a network tells it, and knows it again', async () => {
    const eid = randomUUID();
    const first = await e(
      `event=FTD&subid=c-1&payout=12,50&currency=eur&txid=${eid}&t=1789999999&whatever=1&sub={sub}`,
    );
    expect(first).toMatchObject({ status: 200, body: { ok: true, status: 'queued', inbox_id: expect.any(String) } });
    expect(first.body).not.toHaveProperty('warnings');
    const record = await stand.recordOf(stand.topics.events, says(eid));
    expect(record.headers[HEADERS.door]?.toString()).toBe('get');
    expect(eventRecord.parse(jsonOf(record))).toEqual({
      space_id: stand.space,
      event: 'deposit',
      uid: 'c-1',
      eid,
      value: '12.50',
      currency: 'EUR',
      occurred_at_ms: 1_789_999_999_000,
    });
    await stand.store(record);
    const again = () => e(`event=deposit&uid=c-1&value=99&eid=${eid}`);
    await until('the look-up answers in time', async () => (await again()).body['status'] === 'duplicate');
    expect(await again()).toMatchObject({ status: 200, body: { inbox_id: first.body['inbox_id'] } });
  });

  it('takes a form, whose fields win', async () => {
    const eid = randomUUID();
    const form = new URLSearchParams({ token: stand.keys.ingest_token, event: 'reg', eid });
    const { status } = await call('/e?event=deposit', { method: 'POST', body: form });
    expect(status).toBe(200);
    const record = await stand.recordOf(stand.topics.events, says(eid));
    expect(jsonOf(record)).toMatchObject({ event: 'registration' });
    expect(await e(`event=reg&eid=${eid}-2`, { method: 'POST' })).toMatchObject({ status: 200 });
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect(await e(`event=reg&eid=${eid}-3`, json)).toMatchObject({ status: 415 });
  });

  it('records what it can, warns of the rest, and lists it', async () => {
    const eid = randomUUID();
    const { status, body } = await e(`event=sale&payout=free&eid=${eid}&phone=%2B4915112345678`);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { status: 'queued', warnings: [{ pointer: '?payout' }] },
    });
    const listed = await stand.recordOf(stand.topics.rejected, says(eid));
    expect(listed.headers[HEADERS.door]?.toString()).toBe('get');
    expect(listed.headers[HEADERS.detail]?.toString()).toMatch(/^\?payout: .* recorded as /);
    expect(listed.value?.toString()).not.toContain(stand.keys.ingest_token);
    expect(listed.value?.toString()).not.toContain('4915112345678');
  });

  it('refuses what is no event at all, by the names the caller used, and lists it', async () => {
    const mark = randomUUID();
    const { status, body } = await e(`event=buy&subid=a%20b&x=${mark}`);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '?event' }, { pointer: '?subid' }] },
    });
    await stand.recordOf(stand.topics.rejected, says(mark));
  });

  it('knows the names the space has given to events', async () => {
    await stand.database.query({
      text: `with next as (update config_state set revision = revision + 1 returning revision)
             update spaces set event_aliases = '{"cpa2":"registration"}', revision = next.revision from next where id = $1`,
      values: [stand.space],
    });
    const asked = () => e(`event=CPA2&eid=${randomUUID()}`);
    await until('the door knows', async () => (await asked()).status === 200);
    expect(await asked()).toMatchObject({ body: { ok: true } });
  });

  it('records nothing for a link preview', async () => {
    const [previewed, eid] = [randomUUID(), randomUUID()];
    expect(await e(`event=deposit&eid=${previewed}`, { method: 'HEAD' })).toMatchObject({ status: 200 });
    expect(await call('/bind?uid=u&tg_id=1', { method: 'HEAD' })).toMatchObject({ status: 200 });
    await e(`event=deposit&eid=${eid}`);
    await stand.recordOf(stand.topics.events, says(eid));
    expect(stand.records.get(stand.topics.events)?.some(says(previewed))).toBe(false);
  });

  it.each([
    ['event=deposit', 401, 'missing_credential'],
    ['event=deposit&token=nonsense', 401, 'bad_credential'],
  ])('refuses %s', async (query, status, code) => {
    expect(await call(`/e?${query}`)).toMatchObject({ status, body: { code } });
  });

  it('refuses the secret, which belongs in no URL', async () => {
    expect(await call(`/e?event=deposit&token=${stand.keys.secret}`)).toMatchObject({ status: 403 });
  });
});

describe('POST /clicks', () => {
  it('stores a click under an id of its own, or under the one given', async () => {
    await stand.addLink('reported', 'https://shop.example/{uid}');
    const { status, body } = await post('/clicks', {
      link_slug: 'reported',
      raw_query: '?fbclid=Fb_-1&utm_campaign=C',
    });
    expect({ status, uid: body['uid'] }).toEqual({ status: 201, uid: expect.stringMatching(/^[\w-]{22}$/) });
    const record = await stand.recordOf(stand.topics.clicks, says(String(body['uid'])));
    expect(record.key?.toString()).toBe(body['uid']);
    expect(clickRecord.parse(jsonOf(record))).toMatchObject({
      space_id: stand.space,
      link: 'reported',
      landing: 'https://shop.example/{uid}',
      fbclid: 'Fb_-1',
      campaign_name: 'C',
    });
    expect(await post('/clicks', { uid: 'own-1' })).toMatchObject({ status: 201, body: { uid: 'own-1' } });
  });

  it('answers 200 to one that is known', async () => {
    const click = {
      spaceId: stand.space,
      linkId: null,
      tgId: null,
      clickedAtMs: 0,
      acceptedAtMs: 0,
      fields: Buffer.from('{}'),
    };
    await insertClicks(stand.database, [{ ...click, uid: 'known-1' }]);
    const again = () => post('/clicks', { uid: 'known-1' });
    await until('the look-up answers in time', async () => (await again()).status === 200);
    expect((await again()).body).toEqual({ uid: 'known-1' });
  });

  it.each([
    [{ link_slug: 'nothing' }, '/link_slug'],
    [{ clicked_at_ms: Date.now() + 90_000_000 }, '/clicked_at_ms'],
    [{ country: 'Germany' }, '/country'],
    [{ landing: 'x' }, '/landing'],
  ])('refuses %j', async (body, pointer) => {
    expect(await post('/clicks', body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe('GET /l/{slug}', () => {
  it('makes a click and sends its visitor on', async () => {
    await stand.addLink('summer', 'https://t.me/bot?start={uid}&lang=en#top');
    const visit = await call('/l/summer?fbclid=IwAR_-9.~x&lang=de&sub=a%2Bb', {
      headers: { 'user-agent': 'Mozilla/5.0 (iPhone)', 'x-country': 'de', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(visit.status).toBe(302);
    expect(visit.headers.get('referrer-policy')).toBe('no-referrer');
    expect(visit.headers.get('cache-control')).toBe('no-store');
    const [, uid = ''] =
      /^https:\/\/t\.me\/bot\?start=([\w-]{22})&lang=en&fbclid=IwAR_-9\.~x&sub=a%2Bb#top$/.exec(
        visit.headers.get('location') ?? '',
      ) ?? [];
    const record = clickRecord.parse(jsonOf(await stand.recordOf(stand.topics.clicks, says(uid))));
    expect(record).toMatchObject({
      uid,
      link: 'summer',
      fbclid: 'IwAR_-9.~x',
      country: 'DE',
      ip: '203.0.113.9',
      user_agent: 'Mozilla/5.0 (iPhone)',
      params: { fbclid: 'IwAR_-9.~x', lang: 'de', sub: 'a+b' },
    });
  });

  it('makes none for previews, which are sent on all the same', async () => {
    // What was sent before has arrived when this has.
    const { body: last } = await post('/clicks', {});
    await stand.recordOf(stand.topics.clicks, says(String(last['uid'])));
    const before = counted(stand.topics.clicks);
    const ways: RequestInit[] = [
      { method: 'HEAD' },
      { headers: { 'user-agent': 'facebookexternalhit/1.1' } },
      { headers: { purpose: 'prefetch' } },
    ];
    for (const way of ways) expect(await call('/l/summer', way)).toMatchObject({ status: 302 });
    const { body } = await post('/clicks', {});
    await stand.recordOf(stand.topics.clicks, says(String(body['uid'])));
    expect(counted(stand.topics.clicks)).toBe(before + 1);
  });

  it('knows no link that is not there or is switched off', async () => {
    await stand.addLink('closed', 'https://shop.example', false);
    expect([(await call('/l/closed')).status, (await call('/l/never')).status]).toEqual([404, 404]);
  });
});

describe('binds', () => {
  it('bind once, by either door', async () => {
    const click = {
      spaceId: stand.space,
      linkId: null,
      tgId: null,
      clickedAtMs: 0,
      acceptedAtMs: 0,
      fields: Buffer.from('{}'),
    };
    await insertClicks(stand.database, [{ ...click, uid: 'bind-1' }]);
    expect(await post('/bind', { uid: 'bind-1', tg_id: 77 })).toMatchObject({
      status: 200,
      body: { ok: true, matched: true, bound: true },
    });
    const get = (query: string) => call(`/bind?token=${stand.keys.ingest_token}&${query}`);
    expect((await get('uid=bind-1&tg_id=78&more=1')).body).toEqual({ ok: true, matched: true, bound: false });
    expect((await get('uid=bind-1&tg_id=78&tg_id=77')).body).toEqual({ ok: true, matched: true, bound: true });
    expect((await get('uid=bind-2&tg_id=77')).body).toEqual({ ok: true, matched: false, bound: false });
    expect(await get('uid=&tg_id=x')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '?uid' }, { pointer: '?tg_id' }] },
    });
    expect(await post('/bind', { uid: 'u' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/tg_id' }] } });
  });
});

describe('a credential that is used too often', () => {
  it('is told to wait, and is taken again', async () => {
    const again = () => call(`/e?token=${limited.keys.ingest_token}&event=contact&eid=1`, {}, limited);
    const statuses = (await Promise.all([again(), again(), again(), again()])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    const refused = await again();
    expect(refused.body['code']).toBe('rate_limited');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit-policy')).toBe('"token";q=2;w=1');
    await until('it is taken again', async () => (await again()).status === 200);
  });
});
