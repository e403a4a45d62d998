import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HEADERS, eventRecord } from '@app/contracts';
import { mintKey } from '@app/identity';
import type { ConsumedRecord } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { ingestStand } from '../../../test/support/ingest.stand.js';

/*
 * The door over a real broker and a real database, from the socket to the record in the topic. Pinned here: what is
 * stored and how, the answers of each kind, credentials that come and go. A broker that fails is in `unavailable.int-spec.ts`.
 */

let stand: Awaited<ReturnType<typeof ingestStand>>;
beforeAll(async () => (stand = await ingestStand()));
afterAll(() => stand.stop());

const post = (path: string, body: string | Uint8Array<ArrayBuffer> | object, headers: Record<string, string> = {}) =>
  fetch(stand.url + path, {
    method: 'POST',
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${stand.keys.secret}`, 'content-type': 'application/json', ...headers },
  });

/** Status and body of an answer. */
async function answer(response: Promise<Response>): Promise<{ status: number; body: Record<string, unknown> }> {
  const { status } = await response;
  const body: unknown = await (await response).json();
  return { status, body: Object.fromEntries(Object.entries(body ?? {})) };
}

const keyIs =
  (key: unknown) =>
  (record: ConsumedRecord): boolean =>
    record.key?.toString() === key;
const says =
  (text: string) =>
  (record: ConsumedRecord): boolean =>
    record.value?.includes(text) === true;

describe('POST /events', () => {
  it('answers 202 for what is in the topic', async () => {
    const occurred = Date.now() - 1000;
    const event = { event: 'deposit', uid: 'u-1', value: 25, occurred_at_ms: occurred, user: { email: 'a@b.example' } };
    const { status, body } = await answer(post('/events', event));
    expect({ status, body }).toEqual({
      status: 202,
      body: { ok: true, status: 'queued', inbox_id: expect.any(String), occurred_at_ms: occurred },
    });
    const record = await stand.recordOf(stand.topics.events, keyIs(body['inbox_id']));
    expect(record.headers[HEADERS.door]?.toString()).toBe('http');
    expect(record.headers[HEADERS.eid]).toBeUndefined();
    expect(record.value?.toString()).not.toContain('a@b.example');
    const value = eventRecord.parse(JSON.parse(record.value?.toString() ?? ''));
    expect(value).toMatchObject({ space_id: stand.space, event: 'deposit', value: '25.00', occurred_at_ms: occurred });
  });

  it('makes an eid where the event has no identity, and hides it in a header', async () => {
    const { body } = await answer(post('/events', { event: 'contact' }));
    const record = await stand.recordOf(stand.topics.events, keyIs(body['inbox_id']));
    expect(record.headers[HEADERS.eid]?.toString()).toMatch(/^[\w-]{22}$/);
    expect(JSON.parse(record.value?.toString() ?? '')).not.toHaveProperty('eid');
  });

  it('takes gzip', async () => {
    const { status } = await answer(post('/events', gzipSync('{"event":"contact"}'), { 'content-encoding': 'gzip' }));
    expect(status).toBe(202);
  });

  it('tells a duplicate once the first copy is stored', async () => {
    const event = { event: 'registration', uid: 'u-2', eid: randomUUID() };
    const first = await answer(post('/events', event));
    const record = await stand.recordOf(stand.topics.events, keyIs(first.body['inbox_id']));
    await stand.store(record);
    // The look-up has 20 ms; on a machine that is busy it may take a repeat or two.
    let second = await answer(post('/events', event));
    await until('the look-up to answer in time', async () => {
      second = await answer(post('/events', event));
      return second.body['status'] === 'duplicate';
    });
    expect(second).toMatchObject({ status: 202, body: { inbox_id: first.body['inbox_id'] } });
  });

  it('warns of personal data it dropped', async () => {
    const { body } = await answer(post('/events', { event: 'contact', user: { country: 'Germany' } }));
    expect(body['warnings']).toEqual([{ pointer: '/user/country', detail: expect.any(String) }]);
  });

  it('names what is wrong and lists the call under Rejected', async () => {
    const mark = randomUUID();
    const event = { event: 'buy', eid: mark, user: { email: 'planted@b.example' } };
    const { status, body } = await answer(post('/events', event));
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'invalid_field', errors: [{ pointer: '/event' }], request_id: expect.any(String) },
    });
    const record = await stand.recordOf(stand.topics.rejected, says(mark));
    expect(record.value?.toString()).not.toContain('planted');
    expect(record.headers[HEADERS.reason]?.toString()).toBe('schema');
    expect(record.headers[HEADERS.space]?.toString()).toBe(stand.space);
    expect(record.headers[HEADERS.detail]?.toString()).toMatch(/^\/event: must be one of/);
  });

  it.each([
    ['broken JSON', '{"event":', {}, 400, 'malformed_json'],
    ['an unknown field', { event: 'contact', extra: 1 }, {}, 422, 'unknown_field'],
    ['a negative value', { event: 'deposit', value: -1 }, {}, 422, 'invalid_field'],
    ['a far future', { event: 'deposit', occurred_at_ms: Date.now() + 90_000_000 }, {}, 422, 'invalid_field'],
    ['a body of 1 MB', { event: 'contact', data: { x: 'x'.repeat(1_000_000) } }, {}, 413, 'too_large'],
    ['another content-type', 'event=contact', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['an unknown key', { event: 'contact' }, { authorization: `Bearer ${mintKey('sec')}` }, 401, 'bad_credential'],
    ['no key', { event: 'contact' }, { authorization: '' }, 401, 'missing_credential'],
  ])('refuses %s', async (_, event, headers, status, code) => {
    expect(await answer(post('/events', event, headers))).toMatchObject({ status, body: { status, code } });
  });

  it('refuses an ingest token', async () => {
    const headers = { authorization: `Bearer ${stand.keys.ingest_token}` };
    const { status, body } = await answer(post('/events', { event: 'contact' }, headers));
    expect([status, body['code']]).toEqual([403, 'wrong_credential']);
  });

  it('says Bearer to whoever has no key, and POST to whoever gets', async () => {
    expect((await post('/events', {}, { authorization: '' })).headers.get('www-authenticate')).toBe('Bearer');
    expect((await fetch(`${stand.url}/events`)).headers.get('allow')).toBe('POST');
  });
});

describe('POST /events/batch', () => {
  it('has a result for every event and lists those that are wrong', async () => {
    const mark = randomUUID();
    const events = [
      { event: 'contact', eid: mark },
      { event: 'buy', eid: `bad ${mark}` },
      { event: 'contact', eid: mark },
    ];
    const { status, body } = await answer(post('/events/batch', { events }));
    expect({ status, body }).toMatchObject({
      status: 202,
      body: {
        ok: true,
        accepted: 2,
        results: [
          { index: 0, ok: true, status: 'queued' },
          { index: 1, ok: false, code: 'invalid_field', errors: [{ pointer: '/event' }] },
          { index: 2, ok: true, status: 'duplicate' },
        ],
      },
    });
    await stand.recordOf(stand.topics.rejected, says(`bad ${mark}`));
    expect((await stand.recordOf(stand.topics.events, says(mark))).headers[HEADERS.door]?.toString()).toBe('batch');
  });

  it('takes a thousand in lines', async () => {
    const lines = Array.from({ length: 1000 }, () => '{"event":"contact"}').join('\n');
    const { body } = await answer(post('/events/batch', lines, { 'content-type': 'application/x-ndjson' }));
    expect(body['accepted']).toBe(1000);
  });

  it('answers 422 when none is valid', async () => {
    const { status, body } = await answer(post('/events/batch', { events: [{}, { event: 'buy' }] }));
    expect({ status, body }).toMatchObject({ status: 422, body: { results: [{ index: 0 }, { index: 1 }] } });
  });
});

describe('POST /events/validate', () => {
  it('says what would happen and takes nothing', async () => {
    const eid = randomUUID();
    const good = await answer(post('/events/validate', { event: 'contact', eid }));
    expect(good).toEqual({ status: 200, body: { valid: true, errors: [], inbox_id: expect.any(String) } });
    const bad = await answer(post('/events/validate', { event: 'buy', eid }));
    expect(bad).toMatchObject({ status: 200, body: { valid: false, errors: [{ pointer: '/event' }], inbox_id: null } });
    const { body } = await answer(post('/events', { event: 'contact', eid: `${eid}-after` }));
    await stand.recordOf(stand.topics.events, keyIs(body['inbox_id']));
    expect(stand.records.get(stand.topics.events)?.some(keyIs(good.body['inbox_id']))).toBe(false);
  });
});

describe('keys', () => {
  it('work as soon as they are made, and no longer than two seconds after they are revoked', async () => {
    const fresh = mintKey('sec');
    const call = () => post('/events', { event: 'contact' }, { authorization: `Bearer ${fresh}` });
    await stand.addKey(fresh, 'secret');
    expect((await call()).status).toBe(202);
    await stand.revokeKey(fresh);
    await until('the revoked key is refused', async () => (await call()).status === 401, 2000);
  });
});
