import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { eventRecord, spaceId } from '@app/contracts';
import { eventIdOf, kafkaDiscriminator } from '@app/identity';
import { isRefused, takeIn } from './event-intake.js';
import type { RefusedEvent, TakenEvent } from './event-intake.js';

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const NOW = 1_790_000_000_000;

const take = (body: unknown) => takeIn(body, { spaceId: SPACE, nowMs: NOW, mintEid: () => 'made' });

function taken(body: unknown): TakenEvent {
  const event = take(body);
  if (isRefused(event)) throw new Error(JSON.stringify(event));
  return event;
}

function refused(body: unknown): RefusedEvent {
  const event = take(body);
  if (!isRefused(event)) throw new Error('taken');
  return event;
}

const recordOf = ({ value }: TakenEvent) => eventRecord.parse(JSON.parse(value));

describe('intake', () => {
  it('keeps the event, its space and the time used', () => {
    const event = taken({ event: 'deposit', uid: 'u-1', value: 25, currency: 'usd', data: { a: 1 } });
    expect(JSON.parse(event.value)).toEqual({
      event: 'deposit',
      uid: 'u-1',
      value: '25.00',
      currency: 'USD',
      data: { a: 1 },
      occurred_at_ms: NOW,
      space_id: SPACE,
    });
    expect(event).toMatchObject({ eid: 'made', madeEid: 'made', occurredAtMs: NOW, warnings: [] });
  });

  it.each([
    [{ event: 'deposit', eid: 'tx' }, 'tx', null],
    [{ event: 'deposit', uid: 'u', occurred_at_ms: NOW - 5 }, null, null],
    [{ event: 'deposit', uid: 'u' }, 'made', 'made'],
  ])('of %j tells the eid %p', (body, eid, madeEid) => {
    expect(taken(body)).toMatchObject({ eid, madeEid });
  });

  it.each([
    { event: 'contact' },
    { event: 'contact', uid: 'u' },
    { event: 'contact', uid: 'u', occurred_at_ms: NOW - 5 },
    { event: 'deposit', uid: 'u', eid: 7, occurred_at_ms: NOW - 5 },
  ])('of %j fixes the identity that whoever reads the record finds', (body) => {
    const event = taken(body);
    const record = recordOf(event);
    const position = { partition: 0, offset: 1, timestamp: NOW + 3 };
    const discriminator = kafkaDiscriminator(record, event.madeEid ?? undefined, position);
    expect(eventIdOf(record.space_id, record.uid ?? null, record.event, discriminator)).toBe(event.inboxId);
  });

  it('lets nothing personal through in clear and warns of what it dropped', () => {
    const event = taken({ event: 'contact', user: { email: 'a@b.example', phone: 'planted', ip: '203.0.113.9' } });
    expect(event.value).not.toMatch(/a@b|planted/);
    expect(recordOf(event).user).toMatchObject({ ip: '203.0.113.9', email: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    expect(event.warnings).toEqual([{ pointer: '/user/phone', detail: expect.any(String) }]);
  });

  it('answers whatever JSON it is given', () => {
    const fields = [
      'event',
      'uid',
      'tg_id',
      'eid',
      'value',
      'currency',
      'occurred_at_ms',
      'user',
      'data',
      'email',
      'ip',
    ];
    const key = fc.oneof(fc.constantFrom(...fields, '__proto__', 'constructor'), fc.string());
    const leaf = fc.oneof(
      fc.constantFrom('contact', 'deposit'),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.constant(null),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (body) => {
        const event = take(JSON.parse(JSON.stringify({ event: 'contact', ...body })));
        if (isRefused(event)) expect(event.errors.length).toBeGreaterThan(0);
        else expect(eventRecord.safeParse(JSON.parse(event.value)).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['event', 'uid', 'value', 'occurred_at_ms', 'user', 'data'])('survives an abyss in %s', (field) => {
    const abyss: unknown = JSON.parse(`{"event":"contact","${field}":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(refused(abyss).errors).toEqual([{ pointer: `/${field}`, detail: expect.any(String) }]);
  });

  it('refuses what is wrong, all of it', () => {
    expect(refused({ event: 'buy', value: -1, extra: 1 })).toMatchObject({
      code: 'invalid_field',
      errors: [{ pointer: '/event' }, { pointer: '/value' }, { pointer: '/extra' }],
    });
    expect(refused({ event: 'contact', extra: 1 })).toMatchObject({ code: 'unknown_field' });
    expect(refused({ event: 'contact', occurred_at_ms: NOW + 86_400_001 })).toMatchObject({
      errors: [{ pointer: '/occurred_at_ms' }],
    });
    for (const body of [null, 1, 'x', [], [{ event: 'contact' }]]) expect(refused(body).errors).toHaveLength(1);
  });
});
