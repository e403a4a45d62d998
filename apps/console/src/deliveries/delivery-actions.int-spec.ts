import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { aBusySpace } from '../../../../test/support/busy.space.js';
import { wrongCounters } from '@app/persistence/testing';
import { countersOf, storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
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

describe('one delivery', () => {
  it('comes with its attempts, decoded', async () => {
    const space = await stand.space();
    const event = await storeEvent(stand.database, space);
    const { id, bucket } = await storeDelivery(stand.database, event, (await stand.create(space, 'hook')).body.id, {
      status: 'failed',
      place: 'tier',
      dueAt: now + 30_000,
      reason: 'http_status',
      attempts: 2,
    });
    const request = (body: string) => ({ method: 'POST', url: 'https://example.com/', headers: { a: 'b' }, body });
    const attempts = [
      [
        1,
        'retry',
        'timeout',
        request(Buffer.from('{"é":1}').toString('base64')),
        { fault: 'timeout', detail: 'no answer' },
        true,
      ],
      [
        2,
        'retry',
        'http_status',
        request(Buffer.from([0xff, 0xfe]).toString('base64')),
        { status: 500, headers: {}, body: Buffer.from('oops').toString('base64'), truncated: false },
        false,
      ],
    ] as const;
    for (const [attempt, verdict, reason, sent, got, arrived] of attempts) {
      await stand.database.query({
        text: `insert into delivery_attempts (bucket, event_id, outcome_id, dispatch, attempt, verdict, reason, http_status,
                 may_have_arrived, started_at, duration_ms, next_attempt_at, request, response)
               values ($1, $2, gen_random_uuid(), 1, $3::int, $4, $5, null, $6, now() + $3::int * interval '1 second', 12, null, $7, $8)`,
        values: [
          bucket,
          id,
          attempt,
          verdict,
          reason,
          arrived,
          Buffer.from(JSON.stringify(sent)),
          Buffer.from(JSON.stringify(got)),
        ],
      });
    }
    const { body } = await api.get(`/api/spaces/${space}/deliveries/${id}`);
    expect(body).toMatchObject({
      event_id: id,
      status: 'failed',
      next_attempt_at: new Date(now + 30_000).toISOString(),
    });
    expect(body.attempts).toMatchObject([
      {
        attempt: 1,
        verdict: 'retry',
        reason: 'timeout',
        may_have_arrived: true,
        duration_ms: 12,
        request: { method: 'POST', headers: { a: 'b' }, body: { text: '{"é":1}' } },
        response: { fault: 'timeout', detail: 'no answer' },
      },
      {
        attempt: 2,
        request: { body: { text: null, base64: '//4=' } },
        response: { status: 500, body: { text: 'oops' } },
      },
    ]);
  });

  it('is 404 where the space has none', async () => {
    const [space, other] = [await stand.space(), await stand.space()];
    const event = await storeEvent(stand.database, other);
    const { id } = await storeDelivery(stand.database, event, (await stand.create(other, 'hook')).body.id);
    for (const path of [id, randomUUID(), 'x']) {
      const answer = await api.get(`/api/spaces/${space}/deliveries/${path}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect((await api.post(`/api/spaces/${space}/deliveries/${id}/retry`)).status).toBe(404);
    expect((await api.post(`/api/spaces/${space}/deliveries/${id}/discard`)).status).toBe(404);
  });
});

describe('retry and discard by hand', () => {
  let space: string;
  let destination: string;
  beforeAll(async () => {
    space = await stand.space();
    destination = (await stand.create(space, 'hook')).body.id;
    await stand.database.query({
      text: 'update destinations set paused_total_ms = 4711 where id = $1',
      values: [destination],
    });
  });

  const stored = async (state: Parameters<typeof storeDelivery>[3]) =>
    storeDelivery(stand.database, await storeEvent(stand.database, space), destination, state);
  const act = (id: string, what: string) => api.post(`/api/spaces/${space}/deliveries/${id}/${what}`);
  const rowOf = async ({ id, bucket }: { id: string; bucket: string }) =>
    (
      await stand.database.query({
        text: `select status, place, dispatch, attempt_count, attempt_base, paused_base_ms, due_at, tier, settled_at, reason,
                      born_at > now() - interval '1 minute' as fresh
               from event_outbox where bucket = $1 and event_id = $2`,
        values: [bucket, id],
      })
    )[0];

  it.each([
    [
      'waiting for its next attempt',
      { status: 'failed', place: 'tier', dueAt: now + DAY, attempts: 3, reason: 'timeout' },
    ],
    ['held in the outbox', { status: 'failed', place: 'here', attempts: 3, reason: 'timeout' }],
    ['failed for good', { status: 'failed_permanently', attempts: 3, reason: 'timeout' }],
    ['discarded', { status: 'discarded', attempts: 3, reason: 'timeout' }],
  ] as const)('a delivery %s is put back with a fresh budget', async (_, state) => {
    const before = await countersOf(stand.database, destination);
    const delivery = await stored(state);
    const answer = await act(delivery.id, 'retry');
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ status: 'failed', next_attempt_at: null });
    expect(await rowOf(delivery)).toEqual({
      status: 'failed',
      place: 'here',
      dispatch: 2,
      attempt_count: 3,
      attempt_base: 3,
      paused_base_ms: 4711,
      due_at: null,
      tier: null,
      settled_at: null,
      reason: 'timeout',
      fresh: true,
    });
    const after = await countersOf(stand.database, destination);
    expect(after).toEqual({
      ...before,
      'rows.failed': (before['rows.failed'] ?? 0) + 1,
      'place.here': (before['place.here'] ?? 0) + 1,
    });
  });

  it.each([
    ['sent', { status: 'sent' }, 'already_sent'],
    ['on its way', { status: 'failed', place: 'task' }, 'in_flight'],
    ['not tried yet, on its way', { status: 'pending', place: 'task' }, 'in_flight'],
    ['not tried yet', { status: 'pending', place: 'here' }, 'conflict'],
  ] as const)('a delivery %s is not retried', async (_, state, code) => {
    const answer = await act((await stored(state)).id, 'retry');
    expect([answer.status, answer.body.code]).toEqual([409, code]);
  });

  it('nothing is retried that is paused, or whose payload is gone', async () => {
    const delivery = await stored({ status: 'failed_permanently' });
    const at = `/api/spaces/${space}/destinations/${destination}`;
    await api.post(`${at}/pause`);
    expect((await act(delivery.id, 'retry')).body.code).toBe('destination_paused');
    await api.post(`${at}/resume`);
    await stand.database.query({ text: 'delete from event_payloads where space_id = $1', values: [space] });
    const answer = await act(delivery.id, 'retry');
    expect([answer.status, answer.body.code]).toEqual([409, 'payload_expired']);
    expect((await api.get(`/api/spaces/${space}/deliveries/${delivery.id}`)).body.uid).toBeNull();
  });

  it.each([
    { status: 'failed', place: 'tier', dueAt: now + DAY, reason: 'timeout' },
    { status: 'pending', place: 'here' },
    { status: 'failed_permanently', reason: 'http_status' },
  ] as const)('%j can be discarded', async (state) => {
    const delivery = await stored(state);
    const before = await countersOf(stand.database, destination);
    const answer = await act(delivery.id, 'discard');
    expect([answer.status, answer.body.status, answer.body.reason]).toEqual([202, 'discarded', 'discarded']);
    expect(await rowOf(delivery)).toMatchObject({ status: 'discarded', place: null, dispatch: 2, due_at: null });
    const after = await countersOf(stand.database, destination);
    expect((after['rows.discarded'] ?? 0) - (before['rows.discarded'] ?? 0)).toBe(1);
    expect((after['flow.discarded'] ?? 0) - (before['flow.discarded'] ?? 0)).toBe(1);
    expect((after[`rows.${state.status}`] ?? 0) - (before[`rows.${state.status}`] ?? 0)).toBe(-1);
  });

  it.each([
    [{ status: 'sent' }, 'already_sent'],
    [{ status: 'failed', place: 'task' }, 'in_flight'],
    [{ status: 'discarded' }, 'conflict'],
  ] as const)('%j cannot', async (state, code) => {
    const answer = await act((await stored(state)).id, 'discard');
    expect([answer.status, answer.body.code]).toEqual([409, code]);
  });

  it('needs the operator role, and is audited', async () => {
    const { token } = (await api.post('/api/tokens', { name: 'looker', role: 'viewer' })).body;
    const delivery = await stored({ status: 'failed', reason: 'timeout' });
    const answer = await api.as(token).post(`/api/spaces/${space}/deliveries/${delivery.id}/discard`);
    expect(answer.body.code).toBe('forbidden');
    await act(delivery.id, 'discard');
    const log = (await api.get(`/api/spaces/${space}/audit?limit=1`)).body.items;
    expect(log[0]).toMatchObject({ action: 'delivery.discard', target: delivery.id, detail: { from: 'failed' } });
  });
});

describe('after all that', () => {
  it('counters equal a recount', async () => {
    expect(await wrongCounters(stand.database)).toEqual([]);
  });
});

describe('failed deliveries', () => {
  it('are grouped by destination and reason', async () => {
    const { space, first, second, made } = await aBusySpace(stand, now);
    const dead = made.filter((one) => one.status === 'failed_permanently');
    const event = await storeEvent(stand.database, space);
    await storeDelivery(stand.database, event, first, { status: 'failed_permanently', reason: 'gone', settledAt: now });
    const { items } = (await api.get(`/api/spaces/${space}/dead_letters`)).body;
    expect(items).toHaveLength(3);
    for (const destination of [first, second]) {
      const times = dead.filter((one) => one.destination === destination).map((one) => one.at);
      expect(items).toContainEqual({
        destination_id: destination,
        reason: 'http_status',
        count: 4,
        oldest_at: new Date(Math.min(...times)).toISOString(),
        newest_at: new Date(Math.max(...times)).toISOString(),
      });
    }
    expect((await api.get(`/api/spaces/${await stand.space()}/dead_letters`)).body.items).toEqual([]);
    expect((await api.get(`/api/spaces/${space}/dead_letters?limit=1`)).status).toBe(422);
  });
});
