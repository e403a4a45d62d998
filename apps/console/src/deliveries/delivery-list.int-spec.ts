import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { aBusySpace } from '../../../../test/support/busy.space.js';
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

const ids = (answer: { body: { items: { event_id: string }[] } }) => answer.body.items.map((item) => item.event_id);

describe('the list of deliveries', () => {
  let busy: Awaited<ReturnType<typeof aBusySpace>>;
  beforeAll(async () => {
    busy = await aBusySpace(stand, now);
  });

  it('has everything of the space, newest first, and nothing of another', async () => {
    const other = await aBusySpace(stand, now);
    expect(ids(await api.get(busy.path))).toEqual(busy.made.map((one) => one.id));
    expect(ids(await api.get(other.path))).toEqual(other.made.map((one) => one.id));
  });

  it.each([1, 3, 7, 500])('has the same order in pages of %s', async (limit) => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.get(`${busy.path}?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
      all.push(...ids(page));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(all).toEqual(busy.made.map((one) => one.id));
  });

  it('shows what a delivery is', async () => {
    const page = await api.get(`${busy.path}?status=failed_permanently&limit=1`);
    expect(page.body.items[0]).toMatchObject({
      destination_name: expect.stringMatching(/first|second/),
      kind: 'webhook',
      canonical: 'registration',
      event: 'registration',
      status: 'failed_permanently',
      held: false,
      reason: 'http_status',
      http_status: 500,
      attempt_count: 1,
      uid: 'u0',
      eid: 'e3',
      value: '25.00',
      currency: 'USD',
      occurred_at_ms: expect.any(Number),
      next_attempt_at: null,
    });
  });

  const matching: [string, (one: { at: number; status: string; destination: string }, n: number) => boolean][] = [
    ['status=failed', (one) => one.status === 'failed'],
    ['status=pending&status=failed', (one) => ['pending', 'failed'].includes(one.status)],
    ['status=failed_permanently', (one) => one.status === 'failed_permanently'],
    ['status=sent&status=failed_permanently', (one) => ['sent', 'failed_permanently'].includes(one.status)],
    ['reason=timeout', (one) => one.status === 'failed'],
    ['kind=webhook', () => true],
    ['kind=fb_capi', () => false],
    [`from=${now - DAY - 3000}&to=${now - 63_000}`, (one) => one.at >= now - DAY - 3000 && one.at < now - 63_000],
    [`from=${new Date(now - 2 * DAY).toISOString()}`, (one) => one.at >= now - 2 * DAY],
    [`to=${now - 3 * DAY}`, (one) => one.at < now - 3 * DAY],
  ];
  it.each(matching)('narrows by %s, and counts the same', async (query, wanted) => {
    const expected = busy.made.filter(wanted).map((one) => one.id);
    expect(ids(await api.get(`${busy.path}?limit=500&${query}`))).toEqual(expected);
    expect((await api.get(`${busy.path}/count?${query}`)).body).toEqual({ count: expected.length, exact: true });
  });

  it('narrows by destination, canonical, uid, eid and event_id, alone and together', async () => {
    const count = async (query: string) => {
      const listed = ids(await api.get(`${busy.path}?limit=500&${query}`));
      expect((await api.get(`${busy.path}/count?${query}`)).body).toEqual({ count: listed.length, exact: true });
      return listed.length;
    };
    expect(await count(`destination=${busy.first}`)).toBe(24);
    expect(await count(`destination=${busy.first}&destination=${busy.second}`)).toBe(48);
    expect(await count(`destination=${randomUUID()}`)).toBe(0);
    expect(await count('canonical=deposit')).toBe(24);
    expect(await count('uid=u1')).toBe(16);
    expect(await count('uid=u1&uid=u2')).toBe(32);
    expect(await count('uid=u1&status=sent')).toBe(8);
    expect(await count('eid=e5')).toBe(2);
    expect(await count(`eid=e5&destination=${busy.second}`)).toBe(1);
    expect(await count('uid=u0&eid=e5')).toBe(0);
    expect(await count('uid=nobody')).toBe(0);
    const [one, two] = busy.made;
    expect(await count(`event_id=${one?.id}&event_id=${two?.id}`)).toBe(2);
    expect(await count(`event_id=${one?.id}&status=pending`)).toBe(one?.status === 'pending' ? 1 : 0);
    expect(await count(`event_id=${one?.id}&uid=u0`)).toBe(1);
    expect(await count(`event_id=${one?.id}&uid=u1`)).toBe(0);
  });

  it('pages through what was narrowed by uid as well', async () => {
    const first = await api.get(`${busy.path}?uid=u1&limit=3`);
    const second = await api.get(`${busy.path}?uid=u1&limit=500&cursor=${first.body.next_cursor}`);
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(16);
    expect(second.body.next_cursor).toBeNull();
  });

  it.each([
    ['status=lost', '?status'],
    ['destination=x', '?destination'],
    ['kind=pigeon', '?kind'],
    ['canonical=buy', '?canonical'],
    ['reason=bad_luck', '?reason'],
    ['event_id=x', '?event_id'],
    ['uid=', '?uid'],
    ['uid=a%00b', '?uid'],
    ['from=yesterday', '?from'],
    ['to=1790000000', '?to'],
    ['from=1790000000000&from=1790000000001', '?from'],
    ['held=true', '?held'],
    ['cursor=zzz', '?cursor'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await api.get(`${busy.path}?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('takes a cursor with its own filters only', async () => {
    const { next_cursor } = (await api.get(`${busy.path}?status=sent&limit=1`)).body;
    expect((await api.get(`${busy.path}?status=sent&limit=2&cursor=${next_cursor}`)).status).toBe(200);
    expect((await api.get(`${busy.path}?status=failed&limit=1&cursor=${next_cursor}`)).status).toBe(422);
  });

  it('says what is held', async () => {
    await api.post(`/api/spaces/${busy.space}/destinations/${busy.first}/pause`);
    const page = await api.get(`${busy.path}?status=pending&limit=500`);
    for (const item of page.body.items) expect(item.held).toBe(item.destination_id === busy.first);
  });
});
