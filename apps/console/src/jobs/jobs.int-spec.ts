import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let api: ConsoleStand['api'];
let space: string;
const now = Date.now();
const DAY = 86_400_000;

beforeAll(async () => {
  stand = await consoleStand();
  api = stand.api;
});
beforeEach(async () => void (space = await stand.space()));
afterAll(() => stand.stop());

type State = Parameters<typeof storeDelivery>[3];

const destination = async (more: object = {}): Promise<string> =>
  (await stand.create(space, randomUUID(), more)).body.id;

async function deliveries(to: string, states: readonly State[], event: Parameters<typeof storeEvent>[2] = {}) {
  for (const state of states)
    await storeDelivery(stand.database, await storeEvent(stand.database, space, event), to, state);
}

const redrive = (body: object) => api.post(`/api/spaces/${space}/redrives`, body);
const counted = async (filter: object) => (await redrive({ filter, dry_run: true })).body.count;

describe('the dry run of a redrive', () => {
  it('counts exactly what would be sent again', async () => {
    const [one, other] = [await destination(), await destination()];
    await deliveries(one, [
      { status: 'failed_permanently', reason: 'http_status' },
      { status: 'failed_permanently', reason: 'timeout' },
      { status: 'discarded' },
      { status: 'failed', place: 'tier' },
      { status: 'failed', place: 'task' },
      { status: 'pending' },
      { status: 'sent' },
    ]);
    await deliveries(other, [{ status: 'failed_permanently' }], { acceptedAt: now - 2 * DAY, uid: 'u1', eid: 'e1' });
    const { status, body } = await redrive({ filter: {}, dry_run: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ count: 5, oldest_at: new Date(now - 2 * DAY).toISOString(), duplicates: 0 });
    expect(body.by_destination).toMatchObject([
      { destination_id: one, count: 4 },
      { destination_id: other, count: 1 },
    ]);
    expect(await counted({ status: 'sent' })).toBe(0);
    expect(await counted({ status: ['failed_permanently', 'sent'] })).toBe(3);
    expect(await counted({ reason: 'timeout' })).toBe(1);
    expect(await counted({ destination: [other] })).toBe(1);
    expect(await counted({ uid: 'u1' })).toBe(1);
    expect(await counted({ eid: ['nobody'] })).toBe(0);
    expect(await counted({ to: now - DAY })).toBe(1);
    expect(await counted({ from: new Date(now - DAY).toISOString() })).toBe(4);
  });

  it('leaves out what its destination no longer wants, and deleted destinations', async () => {
    const [unmapped, filtered, deleted] = [
      await destination({ event_map: { contact: 'c' } }),
      await destination({ filter: { value_min: '10' } }),
      await destination(),
    ];
    await deliveries(unmapped, [{ status: 'failed_permanently' }]);
    await deliveries(filtered, [{ status: 'failed_permanently' }], { value: '9.99' });
    await deliveries(filtered, [{ status: 'failed_permanently' }], { value: '10' });
    await deliveries(deleted, [{ status: 'failed_permanently' }]);
    expect((await api.delete(`/api/spaces/${space}/destinations/${deleted}`)).status).toBe(204);
    expect(await counted({})).toBe(1);
  });

  it('asks before a receiver may count twice', async () => {
    const config = { pixel_id: '123456789012345', access_token: 'EAAB0123456789abcdefghij' };
    const made = await api.post(`/api/spaces/${space}/destinations`, { kind: 'fb_capi', name: 'meta', config });
    await deliveries(made.body.id, [{ status: 'failed_permanently' }, { status: 'discarded', attempts: 0 }], {
      acceptedAt: now - 3 * DAY,
    });
    await deliveries(made.body.id, [{ status: 'failed_permanently' }]);
    expect((await redrive({ filter: {}, dry_run: true })).body).toMatchObject({ count: 3, duplicates: 1 });
    const refused = await redrive({ filter: {} });
    expect(refused.body).toMatchObject({ status: 409, code: 'conflict', duplicates: 1 });
    expect((await redrive({ filter: {}, accept_duplicates: true })).status).toBe(202);
  });
});

describe('a redrive', () => {
  it('is asked for, followed and cancelled', async () => {
    await deliveries(await destination(), [{ status: 'failed_permanently' }]);
    const made = await redrive({ filter: { status: 'failed_permanently' }, rate_per_s: 0.1 });
    expect(made.status).toBe(202);
    expect(made.body).toMatchObject({
      kind: 'redrive',
      state: 'waiting',
      total: 1,
      emitted: 0,
      sent: 0,
      failed: 0,
      failed_permanently: 0,
      rate_per_s: 0.1,
      eta_s: 10,
      request: { status: ['failed_permanently'] },
    });
    const one = `/api/spaces/${space}/redrives/${made.body.id}`;
    expect((await api.get(one)).body).toEqual(made.body);
    expect((await api.get(`/api/spaces/${space}/redrives`)).body.items).toEqual([made.body]);
    const cancelled = await api.post(`${one}/cancel`);
    expect([cancelled.status, cancelled.body.state, cancelled.body.eta_s]).toEqual([202, 'cancelled', 0]);
    expect((await api.post(`${one}/cancel`)).status).toBe(202);
    await stand.database.query({ text: `update jobs set state = 'done' where id = $1`, values: [made.body.id] });
    expect((await api.post(`${one}/cancel`)).body.code).toBe('conflict');
    const { items } = (await api.get(`/api/spaces/${space}/audit?action=redrive.create`)).body;
    expect(items).toMatchObject([{ target: made.body.id, detail: { total: 1 } }]);
  });

  it.each([
    [{}, '/filter'],
    [{ filter: { place: 'here' } }, '/filter/place'],
    [{ filter: { status: 'lost' } }, '/filter/status/0'],
    [{ filter: { from: 'yesterday' } }, '/filter/from'],
    [{ filter: {}, rate_per_s: 0 }, '/rate_per_s'],
  ])('%j is refused at %s', async (body, pointer) => {
    const { status, body: problem } = await redrive(body);
    expect(status).toBe(422);
    expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it('is nobody else’s', async () => {
    const made = await redrive({ filter: {} });
    const other = await stand.space();
    expect((await api.get(`/api/spaces/${other}/redrives/${made.body.id}`)).status).toBe(404);
    expect((await api.post(`/api/spaces/${other}/redrives/${made.body.id}/cancel`)).status).toBe(404);
  });
});

describe('a backfill', () => {
  it('counts exactly what it would make, and is a job like a redrive', async () => {
    const to = await destination({ filter: { deposit: 'first' }, event_map: { deposit: 'd', contact: 'c' } });
    await deliveries(to, [{ status: 'sent' }]);
    for (const acceptedAt of [now - 2 * DAY, now - DAY, now + DAY]) {
      await storeEvent(stand.database, space, { acceptedAt });
      await storeEvent(stand.database, space, { acceptedAt, uid: 'not-first' });
      await storeEvent(stand.database, space, { acceptedAt, canonical: 'contact' });
      await storeEvent(stand.database, space, { acceptedAt, canonical: 'subscribed' });
    }
    const backfill = (body: object) =>
      api.post(`/api/spaces/${space}/destinations/${to}/backfill`, { from: now - 2 * DAY, to: now + 1, ...body });
    expect((await backfill({ dry_run: true })).body).toMatchObject({
      count: 4,
      by_destination: [{ destination_id: to, count: 4 }],
      oldest_at: new Date(now - 2 * DAY).toISOString(),
      newest_at: new Date(now - DAY).toISOString(),
    });
    expect((await backfill({ dry_run: true, canonicals: ['contact', 'subscribed'] })).body.count).toBe(2);
    expect((await backfill({ dry_run: true, to: now - 2 * DAY + 1 })).body.count).toBe(2);
    expect((await backfill({ to: now - 3 * DAY })).body.errors).toMatchObject([{ pointer: '/to' }]);
    const { status, body } = await backfill({});
    expect([status, body.kind, body.total]).toEqual([202, 'backfill', 4]);
    expect((await api.get(`/api/spaces/${space}/redrives/${body.id}`)).body.request).toMatchObject({
      destination_id: to,
    });
  });
});
