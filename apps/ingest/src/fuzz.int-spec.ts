import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clickRecord, eventRecord, spaceId } from '@app/contracts';
import { credentialKind, hashKey, mintKey } from '@app/identity';
import { FakeProducer, MemoryBroker } from '@app/kafka/testing';
import type { Link } from '@app/persistence';
import { testContext } from '@app/service/testing';
import { serveDoors } from './serve-doors.js';

/* Whatever is sent to a door: no 5xx, and what gets into a topic is what readers of that topic take. */

const RUNS = 400;
const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const keys = { secret: mintKey('sec'), ingest_token: mintKey('ing') };
const broker = new MemoryBroker();
const topics = { events: 'events', clicks: 'clicks', rejected: 'rejected' };
for (const topic of Object.values(topics)) broker.createTopic(topic, 1);
const producer = new FakeProducer(broker, { topics: Object.values(topics) });
const link: Link = {
  id: randomUUID(),
  spaceId: SPACE,
  slug: 'autumn',
  landing: 'https://shop.example/{uid}?x=1#part',
  enabled: true,
};
const { context, urls, end, lines } = testContext({
  process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'warn' as const },
  http: { port: 0, trustedProxies: ['127.0.0.1'] },
  rates: { token: 0, secret: 0 },
  visitors: { countryHeader: 'x-country' },
});

beforeAll(async () => {
  await producer.start();
  const kinds = new Map([
    [hashKey(keys.secret), 'secret'],
    [hashKey(keys.ingest_token), 'ingest_token'],
  ] as const);
  await serveDoors(context, {
    producer,
    keys: {
      check: (hash) => {
        const kind = kinds.get(hash);
        return kind ? { id: kind, spaceId: SPACE, kind, endsAtMs: null } : 'unknown';
      },
    },
    doors: {
      link: (slug) => (slug === link.slug ? link : undefined),
      aliases: () => ({}),
      refresh: () => Promise.resolve(),
      loaded: true,
    },
    database: { query: () => Promise.resolve([]) },
    topics,
    unread: { overdue: () => false },
  });
});
afterAll(end);

/** Status of an answer to bytes as they are: no client would send some of them. */
function statusOf(request: Buffer): Promise<number> {
  const { port, hostname } = new URL(urls.http ?? '');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect(Number(port), hostname, () => socket.write(request));
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', reject);
  socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])));
  return promise;
}

const get = (path: string, headers = ''): Promise<number> =>
  statusOf(Buffer.from(`GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}connection: close\r\n\r\n`, 'latin1'));

function post(path: string, type: string, body: string | Uint8Array): Promise<number> {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${keys.secret}`,
    `content-type: ${type}`,
    `content-length: ${bytes.length}`,
    'connection: close',
  ];
  return statusOf(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
}

/** What an attacker, a broken macro or a typing mistake puts into a URL; never a blank or line break, which ends it. */
const queryText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '&',
        '=',
        '%',
        '%00',
        '%ff',
        '%zz',
        '%C3%A9',
        '+',
        '{',
        '}',
        '[x]',
        '%7B',
        '#',
        ';',
        '__proto__',
        ',',
      ),
      fc.constantFrom(
        'event',
        'uid',
        'value',
        'eid',
        't',
        'deposit',
        'token',
        'fbclid',
        'tg_id',
        '1789999999',
        '12,50',
      ),
      fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,8}$/),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const field = (values: fc.Arbitrary<unknown>) => fc.option(fc.oneof(values, fc.anything()), { nil: undefined });
const bodyOf = (names: readonly string[]) =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, field(fc.string({ unit: 'binary' }))])))
    .map(
      (value) => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '',
    );

const eachRun = (property: fc.IAsyncProperty<[string]>): Promise<void> => fc.assert(property, { numRuns: RUNS });

describe('whatever a door is sent', () => {
  it('answers GET /e and /bind', async () => {
    const check = fc.asyncProperty(queryText, async (query) => {
      const statuses = await Promise.all([
        get(`/e?token=${keys.ingest_token}&event=dep&${query}`),
        get(`/bind?token=${keys.ingest_token}&uid=u&${query}`),
      ]);
      for (const status of statuses) expect(status).toBeLessThan(500);
    });
    await eachRun(check);
  });

  it('redirects every visitor of a link to its landing', async () => {
    const check = fc.asyncProperty(queryText, async (query) => {
      const status = await get(
        `/l/autumn?${query}`,
        `user-agent: ${query}\r\nx-country: ${query}\r\nx-forwarded-for: ${query}\r\n`,
      );
      // What is not even HTTP gets no further than the parser.
      expect([302, 400]).toContain(status);
    });
    await eachRun(check);
  });

  it('answers POST /events, /clicks and /bind', async () => {
    const body = fc.oneof(
      bodyOf(['event', 'uid', 'tg_id', 'eid', 'value', 'currency', 'occurred_at_ms', 'user', 'data']),
      bodyOf(['uid', 'link_slug', 'fbclid', 'clicked_at_ms', 'country', 'tg_id', 'raw_query', 'ip']),
      bodyOf(['uid', 'tg_id']),
      fc.string({ unit: 'binary' }),
    );
    const check = fc.asyncProperty(body, async (text) => {
      const statuses = await Promise.all([
        post('/events', 'application/json', text),
        post('/events/batch', 'application/x-ndjson', text),
        post('/clicks', 'application/json', text),
        post('/bind', 'application/json', text),
        post('/e', 'application/x-www-form-urlencoded', `token=${keys.ingest_token}&event=dep&${text}`),
      ]);
      for (const status of statuses) expect(status).toBeLessThan(500);
    });
    await eachRun(check);
  });

  it('lets nothing into a topic that its readers would not take, and no key anywhere', () => {
    const valuesOf = (topic: string): string[] => broker.records(topic).map(({ value }) => value?.toString() ?? '');
    for (const value of valuesOf('events')) expect(eventRecord.safeParse(JSON.parse(value)).success).toBe(true);
    for (const value of valuesOf('clicks')) expect(clickRecord.safeParse(JSON.parse(value)).success).toBe(true);
    expect([valuesOf('events').length, valuesOf('clicks').length].every((count) => count > 100)).toBe(true);
    const isKey = (text: string): boolean => text.split(/[^\w]/).some((word) => credentialKind(word) !== null);
    expect(valuesOf('rejected').filter(isKey)).toEqual([]);
    expect(lines).toEqual([]);
  });
});
