import { aClick } from '@app/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});

afterAll(() => stand.stop());

const DAY = 86_400_000;
const now = Date.now();
const inboxIds = (answer: { body: { items: { inbox_id: string }[] } }) =>
  answer.body.items.map((item) => item.inbox_id);

describe('the list of events', () => {
  let space: string;
  let all: string[];
  beforeAll(async () => {
    space = await stand.space();
    const stored = [];
    for (let n = 0; n < 10; n += 1) {
      const event = { uid: `u${n % 2}`, eid: `e${n}`, tgId: String(n % 3), value: '12.5', acceptedAt: now - n * DAY };
      stored.push(await storeEvent(stand.database, space, event));
    }
    await storeEvent(stand.database, await stand.space(), { uid: 'u0' });
    all = stored.map((event) => event.id);
  });
  const path = () => `/api/spaces/${space}/events`;

  it('runs newest first over all days, in pages', async () => {
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.get(`${path()}?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      listed.push(...inboxIds(page));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(listed).toEqual(all);
  });

  it('narrows by uid, eid, tg_id and time', async () => {
    expect(inboxIds(await api.get(`${path()}?uid=u0`))).toEqual(all.filter((_, n) => n % 2 === 0));
    expect(inboxIds(await api.get(`${path()}?eid=e3&eid=e4`))).toEqual(all.slice(3, 5));
    expect(inboxIds(await api.get(`${path()}?tg_id=1&uid=u1`))).toEqual(
      all.filter((_, n) => n % 3 === 1 && n % 2 === 1),
    );
    expect(inboxIds(await api.get(`${path()}?from=${now - 4 * DAY}&to=${now - 2 * DAY}`))).toEqual(all.slice(3, 5));
    expect(inboxIds(await api.get(`${path()}?uid=nobody`))).toEqual([]);
  });

  it('shows events as they were stored', async () => {
    expect((await api.get(`${path()}?eid=e0`)).body.items).toEqual([
      {
        inbox_id: all[0],
        canonical: 'deposit',
        uid: 'u0',
        eid: 'e0',
        tg_id: '0',
        value: '12.50',
        currency: 'USD',
        occurred_at_ms: now,
        accepted_at: new Date(now).toISOString(),
        door: 'http',
      },
    ]);
  });

  it.each(['tg_id=x', 'uid=', 'from=x', 'colour=red', 'limit=0'])('refuses %s', async (query) => {
    expect((await api.get(`${path()}?${query}`)).status).toBe(422);
  });
});

describe('one event', () => {
  it('explains what became of it at every destination', async () => {
    const space = await stand.space();
    const sent = (await stand.create(space, 'sent')).body;
    const failed = (await stand.create(space, 'failed')).body;
    const off = (await stand.create(space, 'off', { enabled: false })).body;
    const unmapped = (await stand.create(space, 'unmapped', { event_map: { contact: 'Lead' } })).body;
    const filtered = (await stand.create(space, 'filtered', { filter: { value_min: '100' } })).body;
    const gone = (await stand.create(space, 'gone')).body;
    await api.delete(`/api/spaces/${space}/destinations/${gone.id}`);
    const [state] = await stand.database.query<{ revision: number }>({ text: 'select revision from config_state' });
    const click = { uid: 'u', country: 'DE', link: null, params: { sub: '1' } };
    const event = await storeEvent(stand.database, space, {
      uid: 'u',
      value: '25',
      revision: state?.revision ?? 0,
      click,
      payload: { event: 'deposit', uid: 'u', value: '25.00' },
    });
    await stand.database.query({
      text: `insert into firsts (space_id, uid, canonical, inbox_id, occurred_at) values ($1, 'u', 'deposit', $2, now())`,
      values: [space, event.id],
    });
    const later = (await stand.create(space, 'later')).body;
    await api.patch(`/api/spaces/${space}/destinations/${off.id}`, { enabled: true });
    await storeDelivery(stand.database, event, sent.id);
    await storeDelivery(stand.database, event, failed.id, { status: 'failed', reason: 'timeout', attempts: 2 });

    const { body } = await api.get(`/api/spaces/${space}/events/${event.id}`);
    expect(body).toMatchObject({
      inbox_id: event.id,
      first: true,
      revision: state?.revision,
      position: { partition: 3, offset: 7 },
      payload: { event: 'deposit', uid: 'u', value: '25.00' },
      click: { country: 'DE', params: { sub: '1' } },
    });
    const fates = Object.fromEntries(
      body.destinations.map((one: { destination_id: string; fate: string; why: string }) => [
        one.destination_id,
        one.fate,
      ]),
    );
    expect(fates).toEqual({
      [sent.id]: 'sent',
      [failed.id]: 'failed',
      [off.id]: 'off',
      [unmapped.id]: 'unmapped',
      [filtered.id]: 'filtered',
      [gone.id]: 'deleted',
      [later.id]: 'created_later',
    });
    const why = body.destinations.find((one: { destination_id: string }) => one.destination_id === filtered.id).why;
    expect(why).toContain('value is 25.00');
  });

  it('is joined to its click in hindsight', async () => {
    const space = await stand.space();
    const event = await storeEvent(stand.database, space, { uid: 'late' });
    expect((await api.get(`/api/spaces/${space}/events/${event.id}`)).body.click).toBeNull();
    await stand.database.query({
      text: `insert into clicks (space_id, uid, tg_id, clicked_at, accepted_at, fields) values ($1, 'late', 7, now(), now(), $2)`,
      values: [space, Buffer.from(JSON.stringify(aClick({ uid: 'late', country: 'FR' })))],
    });
    expect((await api.get(`/api/spaces/${space}/events/${event.id}`)).body.click).toEqual(
      aClick({ uid: 'late', country: 'FR', tg_id: '7' }),
    );
  });

  it('is 404 where the space has none', async () => {
    const event = await storeEvent(stand.database, await stand.space());
    const space = await stand.space();
    for (const id of [event.id, randomUUID(), 'x']) {
      expect((await api.get(`/api/spaces/${space}/events/${id}`)).body.code).toBe('not_found');
    }
  });
});
