import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { mintKey } from '@app/identity';
import { FakeProducer, MemoryBroker } from '@app/kafka/testing';
import type { KeyCheck } from '@app/persistence';
import { startHttp } from '@app/service';
import { testContext } from '@app/service/testing';
import { Credentials } from './credentials.js';
import { DuplicateLookup } from './duplicate-lookup.js';
import { EventWriter } from './event-writer.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';
import { IngestModule } from './ingest.module.js';
import { RejectionWriter } from './rejection-writer.js';

/* The door while broker or database are in trouble: both are stood in for, because here they must fail on request. */

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const broker = new MemoryBroker();
for (const topic of ['events', 'rejected']) broker.createTopic(topic, 1);
const producer = new FakeProducer(broker, { topics: ['events', 'rejected'] });
const { context, urls, end } = testContext({
  process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'silent' as const },
});
let key: KeyCheck = { id: 'k', spaceId: SPACE, kind: 'secret', endsAtMs: null };

beforeAll(async () => {
  await producer.start();
  const metrics = new IngestMetrics(context.metrics);
  const rejections = new RejectionWriter(producer, 'rejected', (listed) => metrics.rejection(listed));
  const duplicates = new DuplicateLookup(() => Promise.reject(new Error('the database is away')));
  const bytes = (body: Buffer): Buffer => body;
  await startHttp(context, {
    module: IngestModule.of({
      door: new FrontDoor(new Credentials({ check: () => key }), rejections, metrics),
      writer: new EventWriter(producer, duplicates, 'events'),
      metrics,
    }),
    port: 0,
    trustedProxies: [],
    bodies: { 'application/json': bytes },
    bodyLimit: 1000,
    onAnswered: (route, status, elapsedMs) => metrics.answered(route, status, elapsedMs),
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

describe('a door that cannot check a key', () => {
  it('answers 503, never 401', async () => {
    key = 'unavailable';
    expect(await post('/events', { event: 'contact' })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});
