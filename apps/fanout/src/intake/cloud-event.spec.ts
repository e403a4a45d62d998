import { describe, expect, it } from '@jest/globals';
import { unwrap } from './cloud-event.js';

const data = { space_id: 's', event: 'deposit', value: 5 };
const attributes = {
  specversion: '1.0',
  type: 'waybill.conversion.v1',
  source: '/shop',
  id: 'order-1',
  subject: 'click-1',
  time: '2026-11-25T08:00:00.250+01:00',
};
const AT = Date.parse(attributes.time);
const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };

const read = (value: unknown, headers: Record<string, string> = {}): unknown =>
  unwrap(
    Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  );
const binary = (over: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])),
  'content-type': 'application/json',
  ...over,
});

describe('an event from Kafka', () => {
  it('is the value itself, whatever type is claimed for JSON', () => {
    for (const headers of [{}, { 'content-type': 'application/json' }, { 'Content-Type': 'text/plain' }])
      expect(read(data, headers)).toEqual({ json: data });
  });

  const whole = { ...data, eid: 'order-1', uid: 'click-1', occurred_at_ms: AT };

  it('is the data of a CloudEvent whose attributes are headers', () => {
    expect(read(data, binary())).toEqual({ json: whole });
    const { 'content-type': _, ...untyped } = binary();
    expect(read(data, untyped)).toEqual({ json: whole });
    expect(read(data, binary({ 'content-type': 'application/vnd.shop+json' }))).toEqual({ json: whole });
  });

  it('is the data of a CloudEvent that is the value', () => {
    expect(read({ ...attributes, data }, STRUCTURED)).toEqual({ json: whole });
    const data_base64 = Buffer.from(JSON.stringify(data)).toString('base64');
    expect(read({ ...attributes, data_base64 }, STRUCTURED)).toEqual({ json: whole });
  });

  it('keeps what it says itself', () => {
    const own = { ...data, eid: 'own', uid: 'own', occurred_at_ms: 1 };
    expect(read({ ...attributes, data: own }, STRUCTURED)).toEqual({ json: own });
    expect(read(own, binary())).toEqual({ json: own });
    expect(read({ ...attributes, data: { ...own, eid: null } }, STRUCTURED)).toEqual({
      json: { ...own, eid: 'order-1' },
    });
  });

  it('needs no attribute that has another source', () => {
    const { id: _, subject: __, time: ___, ...least } = attributes;
    expect(read({ ...least, data }, STRUCTURED)).toEqual({
      json: { ...data, eid: undefined, uid: undefined, occurred_at_ms: undefined },
    });
  });

  it.each([
    ['schema', '/type', { ...attributes, type: 'other', data }, STRUCTURED],
    ['schema', '/specversion', { ...attributes, specversion: '0.3', data }, STRUCTURED],
    ['schema', '/data', attributes, STRUCTURED],
    ['schema', '/data', { ...attributes, data: 'text' }, STRUCTURED],
    ['schema', '/time', { ...attributes, time: 'yesterday', data }, STRUCTURED],
    ['schema', ': must be a CloudEvent', [], STRUCTURED],
    ['schema', '/type', data, binary({ ce_type: 'other' })],
    ['not_json', 'not JSON', Buffer.from('{'), STRUCTURED],
    ['not_json', 'not JSON', Buffer.from('{'), binary()],
    ['not_json', 'not JSON', Buffer.from([0xff]), {}],
    ['not_json', 'not JSON', { ...attributes, data_base64: '####' }, STRUCTURED],
    ['unsupported_encoding', 'avro', Buffer.from([0, 1]), { 'content-type': 'application/avro' }],
    ['unsupported_encoding', 'avro', Buffer.from([0, 1]), binary({ 'content-type': 'application/avro' })],
    ['unsupported_encoding', 'xml', { ...attributes, datacontenttype: 'text/xml', data: '<a/>' }, STRUCTURED],
    ['unsupported_encoding', 'batch', [], { 'content-type': 'application/cloudevents-batch+json' }],
    ['unsupported_encoding', 'protobuf', Buffer.from('x'), { 'content-type': 'application/cloudevents+protobuf' }],
  ])('is refused as %s: %s', (reason, detail, value, headers) => {
    expect(read(value, headers)).toMatchObject({ reason, detail: expect.stringContaining(detail) });
  });
});
