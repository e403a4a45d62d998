import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CANONICALS, destinationId, spaceId } from '@app/contracts';
import { httpDiscriminator, kafkaDiscriminator } from './discriminator.js';
import { deliveryIdOf, eventIdOf } from './event-id.js';

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const DESTINATION = destinationId.parse('0b9d1f3e-5a7c-4e21-8f6b-7c8d9eafb0c1');
const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const POSITION = { partition: 3, offset: 4711, timestamp: 1_790_000_000_123 };

/** Made by an independent implementation; they must never change: every id ever stored depends on them. */
const VECTORS = [
  ['u-1', 'deposit', 'e:tx-1001', '951c2cab-289e-8871-bf60-4af6f081f3ff', '4ea0a899-ef9c-89ad-a221-790611f8d917'],
  [
    'u-1',
    'registration',
    't:1790000000000',
    'afdd59cc-efaf-8df3-80b3-f2c8afe35e98',
    '295974ee-512c-8e28-b3af-6692dc3bdd5b',
  ],
  [null, 'contact', 'e:tx-1001', '023c0b21-8e53-878a-b32b-b764e367bc8f', '24ee9a87-602a-85e2-9cea-18b9599e264e'],
  [
    'u-1',
    'deposit',
    'k:3:4711:1790000000123',
    'a6b7d626-2229-85e4-b2f6-8ae1af80deb9',
    '122c232d-6716-826f-b8ee-7db40c16be05',
  ],
  ['ü😀', 'deposit', 'e:"quoted"\\', '663b2c37-1e7c-8b62-8ba3-9cb771e4f64b', '085d26e5-708d-845b-b261-9396a66d8197'],
] as const;

const canonical = fc.constantFrom(...CANONICALS);
const eid = fc.string({ minLength: 1, maxLength: 20 });
const identifying = fc.record({ uid: eid, eid, occurred_at_ms: fc.nat() }, { requiredKeys: [] });

describe('ids', () => {
  it.each(VECTORS)('uid %p, %s, %s', (uid, name, discriminator, inbox, delivery) => {
    const id = eventIdOf(SPACE, uid, name, discriminator);
    expect(id).toBe(inbox);
    expect(deliveryIdOf(id, DESTINATION)).toBe(delivery);
  });

  it('are UUIDs of version 8, the same for the same event', () => {
    fc.assert(
      fc.property(fc.option(eid), canonical, eid, (uid, name, discriminator) => {
        const id = eventIdOf(SPACE, uid, name, discriminator);
        expect(id).toMatch(UUID_V8);
        expect(eventIdOf(SPACE, uid, name, discriminator)).toBe(id);
      }),
    );
  });

  it('differ as soon as one part does, wherever the border between parts lies', () => {
    const tuple = fc.tuple(eid, canonical, eid);
    fc.assert(
      fc.property(tuple, tuple, (one, other) => {
        const same = one.every((part, at) => part === other[at]);
        const ids = [one, other].map(([uid, name, discriminator]) => eventIdOf(SPACE, uid, name, discriminator));
        expect(ids[0] === ids[1]).toBe(same);
      }),
    );
    expect(eventIdOf(SPACE, 'a","deposit', 'deposit', 'e:1')).not.toBe(eventIdOf(SPACE, 'a', 'deposit', 'e:1'));
  });
});

describe('the discriminator', () => {
  it.each([
    [{ eid: '7', uid: 'u', occurred_at_ms: 5 }, 'e:7'],
    [{ uid: 'u', occurred_at_ms: 5 }, 't:5'],
    [{ uid: 'u' }, 'e:made'],
    [{ occurred_at_ms: 5 }, 'e:made'],
    [{}, 'e:made'],
  ])('at HTTP of %j is %s', (event, expected) => {
    const { discriminator, madeEid } = httpDiscriminator(event, () => 'made');
    expect(discriminator).toBe(expected);
    expect(madeEid).toBe(expected === 'e:made' ? 'made' : null);
  });

  it.each([
    [{ eid: '7' }, 'made', 'e:7'],
    [{ uid: 'u', occurred_at_ms: 5 }, 'made', 'e:made'],
    [{ uid: 'u', occurred_at_ms: 5 }, undefined, 't:5'],
    [{ occurred_at_ms: 5 }, undefined, 'k:3:4711:1790000000123'],
  ])('on Kafka of %j with header %p is %s', (event, header, expected) => {
    expect(kafkaDiscriminator(event, header, POSITION)).toBe(expected);
  });

  it('is the same at the door and behind it, though the door fills in the time', () => {
    fc.assert(
      fc.property(identifying, fc.nat(), (event, now) => {
        const { discriminator, madeEid } = httpDiscriminator(event, () => 'made');
        const record = { ...event, occurred_at_ms: event.occurred_at_ms ?? now };
        expect(kafkaDiscriminator(record, madeEid ?? undefined, POSITION)).toBe(discriminator);
      }),
    );
  });

  it('lets a caller repeat what was not known to be stored, with the eid and time he was told', () => {
    fc.assert(
      fc.property(identifying, fc.nat(), (event, now) => {
        const first = httpDiscriminator(event, () => 'made');
        const repeat = {
          ...event,
          ...(first.madeEid === null ? {} : { eid: first.madeEid }),
          occurred_at_ms: event.occurred_at_ms ?? now,
        };
        expect(httpDiscriminator(repeat, () => 'other').discriminator).toBe(first.discriminator);
      }),
    );
  });
});
