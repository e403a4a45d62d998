import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { mintKey } from '@app/identity';
import { FakeProducer, MemoryBroker } from '@app/kafka/testing';
import type { KeyCheck, Link } from '@app/persistence';
import { testContext } from '@app/service/testing';
import { serveDoors } from './serve-doors.js';

/* The door while broker or database are in trouble: both are stood in for, because here they must fail on request. */

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const broker = new MemoryBroker();
const topics = { events: 'events', clicks: 'clicks', rejected: 'rejected' };
for (const topic of Object.values(topics)) broker.createTopic(topic, 1);
const producer = new FakeProducer(broker, { topics: Object.values(topics) });
const { context, urls, end } = testContext({
  process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'silent' as const },
  http: { port: 0, trustedProxies: [] },
  rates: { token: 0, secret: 0 },
  visitors: { countryHeader: null },
});
const away = Object.assign(new Error('the database is away'), { code: 'ECONNREFUSED' });
const link: Link = { id: randomUUID(), spaceId: SPACE, slug: 'autumn', landing: 'https://shop.example', enabled: true };
let key: KeyCheck = { id: 'k', spaceId: SPACE, kind: 'secret', endsAtMs: null };
let overdue = false;

beforeAll(async () => {
  await producer.start();
  await serveDoors(context, {
    producer,
    keys: { check: () => key },
    doors: {
      link: (slug) => (slug === link.slug ? link : undefined),
      aliases: () => ({}),
      refresh: () => Promise.reject(away),
      loaded: true,
    },
    database: { query: () => Promise.reject(away) },
    topics,
    unread: { overdue: () => overdue },
  });
});
afterAll(end);

async function post(path: string, body: object) {
  const response = await fetch(urls.http + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${mintKey('sec')}`, 'content-type': 'application/json' },
  });
  const answer: unknown = await response.json();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: Object.fromEntries(Object.entries(answer ?? {})),
  };
}

describe('a door without its broker', () => {
  it('answers 503 and tells what a repeat needs to be the same event', async () => {
    producer.refuse('timeout', 'events');
    const event = { event: 'deposit', uid: 'u-1', value: 5 };
    const refused = await post('/events', event);
    expect(refused).toMatchObject({
      status: 503,
      retryAfter: '2',
      body: { code: 'unavailable', eid: expect.stringMatching(/^[\w-]{22}$/), occurred_at_ms: expect.any(Number) },
    });
    const { eid, occurred_at_ms } = refused.body;
    producer.refuse(null);
    const [first, second] = await Promise.all([
      post('/events', { ...event, eid, occurred_at_ms }),
      post('/events', { ...event, eid, occurred_at_ms }),
    ]);
    expect(first).toMatchObject({ status: 202, body: { occurred_at_ms } });
    expect(second.body['inbox_id']).toBe(first.body['inbox_id']);
  });

  it('answers 503 at once when its queue is full, and 202 for the part of a batch that was taken', async () => {
    producer.refuse('queue_full', 'events');
    const all = await post('/events/batch', { events: [{ event: 'contact', eid: 'a' }, { event: 'contact' }] });
    expect(all).toMatchObject({
      status: 503,
      retryAfter: '2',
      body: {
        results: [
          { index: 0, ok: false, code: 'unavailable', eid: 'a' },
          { index: 1, code: 'unavailable' },
        ],
      },
    });
    const mixed = await post('/events/batch', { events: [{ event: 'contact' }, { event: 'buy' }] });
    expect(mixed).toMatchObject({ status: 202, body: { accepted: 0 } });
    producer.refuse(null);
  });

  it('counts what became of events', async () => {
    const text = await context.metrics.text();
    expect(text).toContain('waybill_ingest_events_total{door="http",outcome="unavailable"} 1');
    expect(text).toContain('waybill_ingest_events_total{door="http",outcome="queued"} 2');
    expect(text).toContain('waybill_ingest_events_total{door="batch",outcome="invalid"} 1');
    expect(text).toContain('waybill_ingest_requests_total{route="events",code_class="5xx"} 1');
    expect(text).toContain('waybill_ingest_rejections_total{result="listed"} 1');
  });
});

describe('a door whose events nobody reads', () => {
  it('answers 503 until fanout has caught up', async () => {
    overdue = true;
    expect(await post('/events', { event: 'contact', eid: 'late' })).toMatchObject({ status: 503, retryAfter: '2' });
    overdue = false;
    expect((await post('/events', { event: 'contact', eid: 'late' })).status).toBe(202);
  });
});

describe('clicks and binds without their broker or database', () => {
  const clicks = () => broker.read({ topic: 'clicks', partition: 0 }, 0, 100);

  it('are answered with 503, a click with the uid a repeat must carry', async () => {
    producer.refuse('timeout', 'clicks');
    const refused = await post('/clicks', { fbclid: 'f' });
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'unavailable', uid: expect.stringMatching(/^[\w-]{22}$/) },
    });
    producer.refuse(null);
    expect(await post('/clicks', { uid: refused.body['uid'] })).toMatchObject({
      status: 201,
      body: { uid: refused.body['uid'] },
    });
    expect(await post('/bind', { uid: 'u-1', tg_id: 1 })).toMatchObject({ status: 503, retryAfter: '2' });
  });

  it('do not keep a visitor: his click stays in the queue, and is counted', async () => {
    const release = producer.hold();
    const begun = performance.now();
    const response = await fetch(`${urls.http}/l/autumn?fbclid=held`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://shop.example?fbclid=held']);
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(clicks().some(({ value }) => value?.includes('held'))).toBe(false);
    release();
    await producer.flush();
    expect(clicks().some(({ value }) => value?.includes('held'))).toBe(true);
    expect(await context.metrics.text()).toContain('waybill_clicks_unconfirmed_total 1');
  });

  it('say 404 to a link nobody knows', async () => {
    expect((await fetch(`${urls.http}/l/nothing`, { redirect: 'manual' })).status).toBe(404);
  });
});

describe('a door that cannot check a key', () => {
  it('answers 503, never 401', async () => {
    key = 'unavailable';
    expect(await post('/events', { event: 'contact' })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});
