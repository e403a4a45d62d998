import { describe, expect, it } from '@jest/globals';
import type { SpaceId } from '@app/contracts';
import { eventIdOf } from '@app/identity';
import type { ConsumedRecord } from '@app/kafka';
import { parseRecord, type ParsedRecord } from './parse-record.js';

const SPACE = '00000000-0000-8000-8000-000000000001' as SpaceId;
const APPENDED = Date.parse('2026-11-25T23:59:59.500Z');

const record = (value: unknown, over: Partial<ConsumedRecord> = {}): ConsumedRecord => ({
  topic: 'events',
  partition: 2,
  offset: 7,
  timestamp: APPENDED,
  key: null,
  value: Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
  headers: {},
  ...over,
});

const parse = (from: ConsumedRecord): ParsedRecord => parseRecord(from, (id) => id === SPACE);

function event(from: ConsumedRecord) {
  const parsed = parse(from);
  if (parsed.is !== 'event') throw new Error(`${parsed.reason}: ${parsed.detail}`);
  return parsed.event;
}

describe('a record that is an event', () => {
  it('gets its time, day and place from the broker', () => {
    const { row } = event(record({ space_id: SPACE, event: 'contact' }));
    expect(row).toMatchObject({
      bucket: '2026-11-25',
      acceptedAtMs: APPENDED,
      occurredAtMs: APPENDED,
      partition: 2,
      offset: 7,
      door: 'kafka',
    });
  });

  it('has a currency only with a value', () => {
    expect(event(record({ space_id: SPACE, event: 'deposit', value: 5 })).row).toMatchObject({
      value: '5.00',
      currency: 'USD',
    });
    expect(event(record({ space_id: SPACE, event: 'deposit', currency: 'EUR' })).row).toMatchObject({
      value: null,
      currency: null,
    });
  });

  it('may come as a CloudEvent, and is the same event then', () => {
    const plain = { space_id: SPACE, event: 'deposit', uid: 'u', eid: 'x' };
    const headers = { ce_specversion: '1.0', ce_type: 'waybill.conversion.v1', ce_id: 'x', ce_subject: 'u' };
    const bytes = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]));
    const { row } = event(record({ space_id: SPACE, event: 'deposit' }, { headers: bytes }));
    expect(row).toMatchObject({ inboxId: event(record(plain)).row.inboxId, uid: 'u', eid: 'x' });
    expect(JSON.parse(row.payload.toString())).toEqual(plain);
  });

  it('is the same event whenever and wherever it is read, if it says who it is', () => {
    const said = { space_id: SPACE, event: 'deposit', uid: 'u', eid: 'x' };
    const id = eventIdOf(SPACE, 'u', 'deposit', 'e:x');
    expect(event(record(said)).row.inboxId).toBe(id);
    expect(event(record(said, { partition: 5, offset: 99, timestamp: APPENDED + 1e6 })).row.inboxId).toBe(id);
  });

  it('is known by the eid a door made for it, which is not shown as its own', () => {
    const { row } = event(
      record(
        { space_id: SPACE, event: 'contact', uid: 'u', occurred_at_ms: APPENDED },
        { headers: { 'waybill-eid': Buffer.from('made') } },
      ),
    );
    expect(row.inboxId).toBe(eventIdOf(SPACE, 'u', 'contact', 'e:made'));
    expect(row.eid).toBeNull();
  });

  it('is unique by position if nothing tells it from others', () => {
    const said = { space_id: SPACE, event: 'contact', uid: 'u' };
    expect(event(record(said)).row.inboxId).not.toBe(event(record(said, { offset: 8 })).row.inboxId);
    expect(event(record(said)).row.inboxId).toBe(event(record(said)).row.inboxId);
  });

  it('keeps no clear personal value', () => {
    const { row, content, hashedHere } = event(
      record({ space_id: SPACE, event: 'contact', user: { email: 'Ann@Example.com' } }),
    );
    expect(hashedHere).toBe(true);
    expect(row.payload.toString()).not.toContain('xample');
    expect(content.user?.email?.[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a record that is none', () => {
  it.each<[string, string, ConsumedRecord]>([
    ['tombstone', 'without a value', record({}, { value: null })],
    ['too_large', '262145 bytes', record(Buffer.alloc(262_145, 0x20))],
    ['not_json', 'not JSON', record(Buffer.from('{"event":'))],
    ['not_json', 'not JSON', record(Buffer.from([0x22, 0xff, 0x22]))],
    ['schema', '/event: must be one of', record({ space_id: SPACE, event: 'buy' })],
    ['schema', '/value: must be a decimal', record({ space_id: SPACE, event: 'deposit', value: '1e400' })],
    ['schema', '/eid: must not contain NUL', record({ space_id: SPACE, event: 'contact', eid: '\0' })],
    [
      'schema',
      'more than 24 h in the future',
      record({ space_id: SPACE, event: 'contact', occurred_at_ms: APPENDED + 86_400_001 }),
    ],
    [
      'unknown_space',
      'there is no space',
      record({ space_id: '00000000-0000-8000-8000-000000000009', event: 'contact' }),
    ],
    [
      'unsupported_encoding',
      'cloudevents',
      record({}, { headers: { 'content-type': Buffer.from('application/cloudevents+avro') } }),
    ],
  ])('is %s: %s', (reason, detail, from) => {
    expect(parse(from)).toMatchObject({ is: 'rejected', reason, detail: expect.stringContaining(detail) });
  });

  it('is listed under its space where it names one', () => {
    expect(parse(record({ space_id: SPACE, event: 'buy' }))).toMatchObject({ spaceId: SPACE });
    expect(parse(record({ event: 'buy' }))).toMatchObject({ spaceId: null });
  });
});
