import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createProducer, TOPICS, type Producer } from '@app/kafka';
import { RecordingHooks, RecordingLog } from '@app/kafka/testing';
import { Webhook } from 'standardwebhooks';
import { JsonClient } from '../support/json.client.js';
import { openProduct, type Product } from '../support/product.js';
import { until } from '../support/until.js';

const accepted = z.object({ ok: z.literal(true), status: z.enum(['queued', 'duplicate']), inbox_id: z.string() });
const summary = z.object({ count: z.number(), distinct: z.number(), repeated: z.number() });
const receivedList = z.object({
  items: z.array(z.object({ body: z.string(), headers: z.record(z.string(), z.string()) })),
});

let product: Product;
let end: () => Promise<void>;
let doors: JsonClient[];

beforeAll(async () => {
  ({ product, end } = await openProduct({}));
  await product.stack.addInstance('ingest');
  doors = product.doors();
}, 180_000);

afterAll(() => end(), 60_000);

const door = (index = 0): JsonClient => {
  const found = doors[index % doors.length];
  if (!found) throw new Error('no door is open');
  return found;
};

const receivedAt = async (path: string) =>
  summary.parse((await product.receiver.call('GET', `/_received/summary?path=${encodeURIComponent(path)}`)).body);

/** Waits until a path has received so many, and a little longer for one too many. */
async function settled(path: string, distinct: number): Promise<z.infer<typeof summary>> {
  await until(`${distinct} at ${path}`, 60_000, async () =>
    (await receivedAt(path)).distinct >= distinct ? true : null,
  );
  let [before, now] = [await receivedAt(path), await receivedAt(path)];
  await until('the receiver to come to rest', 10_000, async () => {
    [before, now] = [now, await receivedAt(path)];
    return before.count === now.count ? true : null;
  });
  return now;
}

/** A destination of its own and a canonical nobody else sends, so that counts are this test's alone. */
const alone = (name: string, canonical: string) =>
  product.addDestination(name, { event_map: { [canonical]: canonical } });

describe('one event, all the way', () => {
  it('arrives once, signed, with its health and its attempt to be seen', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const url = `${product.stack.urls.receiver}/webhook/signed`;
    const { id, path } = await product.addDestination('signed', {
      event_map: { contact: 'Contact' },
      config: { url, signing_secret: secret },
    });
    const answer = await door().call('POST', '/events', { event: 'contact', uid: 'signed-1', eid: 'signed-1' });
    expect(answer.status).toBe(202);
    accepted.parse(answer.body);
    await settled(path, 1);
    const [item] = receivedList.parse((await product.receiver.call('GET', `/_received?path=${path}`)).body).items;
    expect(new Webhook(secret).verify(item?.body ?? '', item?.headers ?? {})).toMatchObject({
      event: 'Contact',
      eid: 'signed-1',
    });
    const health = await until('health to tell', 10_000, async () => {
      const { body } = await product.console.call('GET', `/api/spaces/${product.space.id}/health`);
      const row = z
        .object({ items: z.array(z.looseObject({ destination_id: z.string(), sent: z.number() })) })
        .parse(body);
      const found = row.items.find(({ destination_id: of }) => of === id);
      return found && found.sent > 0 ? found : null;
    });
    expect(health).toMatchObject({ sent: 1, pending: 0, failed: 0, failed_permanently: 0, state: 'active' });
    const list = await product.console.call('GET', `/api/spaces/${product.space.id}/deliveries?destination=${id}`);
    const [delivery] = z.object({ items: z.array(z.looseObject({ event_id: z.string() })) }).parse(list.body).items;
    const one = await product.console.call('GET', `/api/spaces/${product.space.id}/deliveries/${delivery?.event_id}`);
    expect(one.body).toMatchObject({ status: 'sent', attempts: [{ attempt: 1, verdict: 'sent', http_status: 200 }] });
  });
});

describe('dedup', () => {
  it('makes one of a thousand copies through two doors, and a thousand of a thousand events', async () => {
    const { path } = await alone('dedup', 'registration');
    const copy = { event: 'registration', uid: 'same', eid: 'same' };
    const copies = await Promise.all(Array.from({ length: 1_000 }, (_, n) => door(n).call('POST', '/events', copy)));
    expect(new Set(copies.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(copies.map(({ body }) => accepted.parse(body).inbox_id)).size).toBe(1);
    expect(await settled(path, 1)).toMatchObject({ distinct: 1, repeated: 0 });

    const unlike = Array.from({ length: 1_000 }, (_, n) => door(n).call('POST', '/events', { event: 'registration' }));
    expect(new Set((await Promise.all(unlike)).map(({ status }) => status))).toEqual(new Set([202]));
    expect(await settled(path, 1_001)).toMatchObject({ distinct: 1_001, repeated: 0 });

    const events = Array.from({ length: 1_000 }, (_, n) => ({ event: 'registration', eid: `batch-${n % 500}` }));
    const batch = await door().call('POST', '/events/batch', { events });
    expect(batch).toMatchObject({ status: 202, body: { ok: true, accepted: 1_000 } });
    expect(await settled(path, 1_501)).toMatchObject({ distinct: 1_501, repeated: 0 });
  });
});

describe('poison', () => {
  let producer: Producer;

  beforeAll(async () => {
    const connection = { brokers: [...product.stack.kafka.brokers], clientId: 'poisoner' };
    producer = createProducer({
      connection,
      log: new RecordingLog(),
      hooks: new RecordingHooks(),
      topics: [TOPICS.events],
    });
    await producer.start();
  });
  afterAll(() => producer.close());

  it('is rejected with its reason and harms none of its 499 neighbours', async () => {
    const { path } = await alone('poison', 'subscribed');
    const good = (n: number) => JSON.stringify({ space_id: product.space.id, event: 'subscribed', eid: `poison-${n}` });
    const bad: (string | Buffer | null)[] = [
      '{"event":',
      good(1).replace('poison-1', String.raw`a\u0000b`),
      good(2).replace('"eid"', '"value":1e400,"eid"'),
      Buffer.from([0x22, 0xff, 0x22]),
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      JSON.stringify({ space_id: '00000000-0000-8000-8000-000000000009', event: 'subscribed' }),
      null,
    ];
    const values = Array.from({ length: 500 }, (_, n): string | Buffer | null =>
      n === 250 ? (bad[0] ?? null) : good(n),
    );
    const all = [...values, ...bad.slice(1)].map((value, n) => ({
      topic: TOPICS.events,
      partition: 0,
      key: `poison-${n}`,
      value,
    }));
    expect((await producer.sendMany(all)).filter((answer) => answer instanceof Error)).toEqual([]);
    expect(await settled(path, 499)).toMatchObject({ distinct: 499, repeated: 0 });
    const reasons = await until('all refusals to be listed', 30_000, async () => {
      const rows = await product.query(`select reason from rejected_events where topic = 'events' order by "offset"`);
      return rows.length >= bad.length ? rows.map(({ reason }) => reason) : null;
    });
    expect(reasons).toEqual(['not_json', 'schema', 'schema', 'not_json', 'schema', 'unknown_space', 'tombstone']);
  });
});

describe('bad calls', () => {
  const call = async (body: unknown, credential: string | null = product.space.secret) => {
    const client = new JsonClient(product.stack.urls.ingest, credential);
    const answer = await client.call('POST', '/events', body);
    client.close();
    return answer;
  };

  it.each<[string, number, string, () => unknown, string[]]>([
    ['an unknown field', 422, 'unknown_field', () => ({ event: 'contact', colour: 1 }), ['/colour']],
    ['a bad canonical', 422, 'invalid_field', () => ({ event: 'buy' }), ['/event']],
    ['a negative value', 422, 'invalid_field', () => ({ event: 'deposit', value: -1 }), ['/value']],
    [
      'several at once',
      422,
      'invalid_field',
      () => ({ event: 'buy', value: 'x', occurred_at_ms: 5 }),
      ['/event', '/value', '/occurred_at_ms'],
    ],
    ['a megabyte', 413, 'too_large', () => ({ event: 'contact', eid: 'x'.repeat(1_048_576) }), []],
    ['broken JSON', 400, 'malformed_json', () => '{"event":', []],
  ])('%s', async (_, status, code, body, pointers) => {
    const answer = await call(body());
    expect(answer).toMatchObject({ status, body: { code, status } });
    const { errors = [] } = z
      .object({ errors: z.array(z.object({ pointer: z.string() })).optional() })
      .parse(answer.body);
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each<[string, number, string, () => string | null]>([
    ['no key', 401, 'missing_credential', () => null],
    ['an unknown key', 401, 'bad_credential', () => `wb_sec_${'A'.repeat(32)}`],
    ['the other kind of key', 403, 'wrong_credential', () => product.space.ingest_token],
  ])('%s', async (_, status, code, credential) => {
    expect(await call({ event: 'contact' }, credential())).toMatchObject({ status, body: { code } });
  });
});
