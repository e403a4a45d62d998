import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createProducer, TOPICS, type OutgoingRecord, type Producer } from '@app/kafka';
import { RecordingHooks, RecordingLog } from '@app/kafka/testing';
import type { JsonClient } from '../support/json.client.js';
import { openProduct, type Product } from '../support/product.js';
import { until } from '../support/until.js';

/* Every door in, up to what a destination receives. */

const received = z.object({ items: z.array(z.object({ body: z.string() })) });
const delivered = z.looseObject({ eid: z.string().nullable(), inbox_id: z.string(), click: z.looseObject({}) });
type Delivered = z.infer<typeof delivered>;

let product: Product;
let end: () => Promise<void>;
let door: JsonClient;
let token: string;

beforeAll(async () => {
  ({ product, end } = await openProduct({}));
  const [first] = product.doors();
  if (!first) throw new Error('no door is open');
  door = first;
  token = product.space.ingest_token;
}, 180_000);
afterAll(() => end(), 60_000);

/** What a path has received under this eid. */
async function bodiesOf(path: string, eid: string): Promise<Delivered[]> {
  const { body } = await product.receiver.call('GET', `/_received?path=${path}&limit=500`);
  const bodies = received.parse(body).items.map((item) => delivered.parse(JSON.parse(item.body)));
  return bodies.filter((each) => each.eid === eid);
}

const bodyOf = (path: string, eid: string): Promise<Delivered> =>
  until(`${eid} at ${path}`, 30_000, async () => (await bodiesOf(path, eid))[0] ?? null);

const addLink = async (slug: string, landing: string): Promise<void> => {
  const { status } = await product.console.call('POST', `/api/spaces/${product.space.id}/links`, {
    slug,
    name: slug,
    landing,
  });
  expect(status).toBe(201);
};

describe('a click, from the link to what a destination learns of it', () => {
  it('carries its fields to the byte', async () => {
    await addLink('autumn', 'https://t.me/some_bot?start={uid}');
    const { path } = await product.addDestination('clicks', {
      event_map: { deposit: 'Purchase' },
      filter: { links: ['autumn'] },
    });
    const fbclid = 'IwZXh0bgNhZW0BMABhZGlkAasKjs-_.~0123456789_aem_AbC-dEf';
    const visit = await door.call(
      'GET',
      `/l/autumn?fbclid=${fbclid}&utm_campaign=%C3%96l+%26+Co&campaign_id=23855&sub=a%2Bb&adset_name={{adset.name}}`,
    );
    expect(visit.status).toBe(302);
    const location = new URL(String(visit.headers['location']));
    const uid = location.searchParams.get('start') ?? '';
    expect(uid).toMatch(/^[\w-]{22}$/);
    expect(location.search).toContain(`&fbclid=${fbclid}&`);
    const bind = await until('the click is stored', 10_000, async () => {
      const answer = await door.call('POST', '/bind', { uid, tg_id: 4242 });
      return z.object({ matched: z.boolean() }).parse(answer.body).matched ? answer : null;
    });
    expect(bind.body).toEqual({ ok: true, matched: true, bound: true });

    const postback = await door.call(
      'GET',
      `/e?token=${token}&event=FTD&subid=${uid}&payout=12,50&currency=eur&tid=o-1`,
    );
    expect(postback).toMatchObject({ status: 200, body: { ok: true, status: 'queued' } });
    expect(await bodyOf(path, 'o-1')).toMatchObject({
      event: 'Purchase',
      canonical: 'deposit',
      click: {
        uid,
        tg_id: '4242',
        fbclid,
        campaign_id: '23855',
        campaign_name: 'Öl & Co',
        adset_name: null,
        link: 'autumn',
        params: { fbclid, utm_campaign: 'Öl & Co', campaign_id: '23855', sub: 'a+b' },
      },
      data: { value: '12.50', currency: 'EUR' },
    });

    const byUser = await door.call('POST', '/events', { event: 'deposit', tg_id: 4242, eid: 'o-2', value: 1 });
    expect(byUser.status).toBe(202);
    expect((await bodyOf(path, 'o-2')).click).toMatchObject({ uid, tg_id: '4242', fbclid, link: 'autumn' });
  });

  it('meets an event sent at the same moment', async () => {
    const { path } = await product.addDestination('at-once', { event_map: { contact: 'contact' } });
    for (let n = 0; n < 20; n += 1) {
      const uid = `at-once-${n}`;
      const made = await door.call('POST', '/clicks', { uid, fbclid: `f-${n}` });
      expect(made.status).toBe(201);
      await door.call('POST', '/events', { event: 'contact', uid, eid: uid });
    }
    for (let n = 0; n < 20; n += 1) {
      expect((await bodyOf(path, `at-once-${n}`)).click).toMatchObject({ fbclid: `f-${n}` });
    }
  });
});

describe('one event, through every door', () => {
  let producer: Producer;

  beforeAll(async () => {
    const connection = { brokers: [...product.stack.kafka.brokers], clientId: 'outsider' };
    producer = createProducer({
      connection,
      log: new RecordingLog(),
      hooks: new RecordingHooks(),
      topics: [TOPICS.events],
    });
    await producer.start();
  });
  afterAll(() => producer.close());

  it('is delivered once', async () => {
    const { path } = await product.addDestination('once', { event_map: { registration: 'registration' } });
    const eid = 'same-everywhere';
    const event = { event: 'registration', uid: 'u-1', eid };
    const data = { ...event, space_id: product.space.id };
    const { eid: id, uid: subject, ...rest } = data;
    const attributes = { specversion: '1.0', type: 'waybill.conversion.v1', source: '/test', id, subject };
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]));
    const records: OutgoingRecord[] = [
      { topic: TOPICS.events, key: 'a', value: JSON.stringify(data) },
      { topic: TOPICS.events, key: 'b', partition: 0, value: JSON.stringify(rest), headers },
      {
        topic: TOPICS.events,
        key: 'c',
        partition: 1,
        value: JSON.stringify({ ...attributes, data: rest }),
        headers: { 'content-type': 'application/cloudevents+json' },
      },
    ];
    await Promise.all(records.map((record) => producer.send(record)));
    const answers = await Promise.all([
      door.call('POST', '/events', event),
      door.call('POST', '/events/batch', { events: [event, event] }),
      door.call('GET', `/e?token=${token}&event=reg&clickid=u-1&txid=${eid}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 200]);
    await door.call('POST', '/events', { ...event, eid: 'last' });
    await bodyOf(path, 'last');
    expect(await bodiesOf(path, eid)).toHaveLength(1);
  });
});
