import { describe, expect, it } from '@jest/globals';
import { DESTINATION_DEFAULTS, destination, type Destination, type DestinationId } from '@app/contracts';
import type { Room } from '@app/persistence';
import { parseRecord, type IntakeEvent } from './parse-record.js';
import { counterChanges, matchAll, placeAll } from './plan.js';

const SPACE = '00000000-0000-8000-8000-000000000001';

const aDestination = (n: number, over: object = {}): Destination =>
  destination.parse({
    ...DESTINATION_DEFAULTS,
    horizon_s: 172_800,
    id: `00000000-0000-8000-8000-00000000010${n}`,
    space_id: SPACE,
    kind: 'webhook',
    name: `d${n}`,
    enabled: true,
    paused: false,
    paused_total_ms: 500,
    resumed_revision: 0,
    revision: 1,
    config: {},
    event_map: { contact: 'Contact' },
    filter: {},
    proxy_url: null,
    ...over,
  });

const anEvent = (offset: number): IntakeEvent => {
  const value = Buffer.from(JSON.stringify({ space_id: SPACE, event: 'contact', uid: 'u', eid: `e${offset}` }));
  const record = { topic: 'events', partition: 0, offset, timestamp: 1_790_000_000_000, key: null, value, headers: {} };
  const parsed = parseRecord(record, () => true);
  if (parsed.is !== 'event') throw new Error(parsed.detail);
  return parsed.event;
};

/** Nothing is known of its click. */
const unknown = () => ({ first: true, link: null, country: null });

const room = (windowSize: number, inMain: number): Room => ({ state: 'active', heldUntilMs: null, windowSize, inMain });

describe('fan-out', () => {
  it('makes one delivery for each destination that wants the event', () => {
    const destinations = [
      aDestination(1),
      aDestination(2, { event_map: {} }),
      aDestination(3, { enabled: false }),
      aDestination(4),
    ];
    const made = matchAll([anEvent(1), anEvent(2)], unknown, () => destinations, 9);
    expect(made.map(({ destinationId }) => destinationId.at(-1))).toEqual(['1', '4', '1', '4']);
    expect(new Set(made.map(({ eventId }) => eventId)).size).toBe(4);
    expect(made[0]).toMatchObject({
      eventName: 'Contact',
      revision: 9,
      pausedBaseMs: 500,
      bornAtMs: 1_790_000_000_000,
    });
  });

  it('lets a filter ask for the link and country of the click', () => {
    const destinations = [aDestination(1, { filter: { links: ['autumn'], countries: ['DE'] } })];
    const made = (country: string) =>
      matchAll(
        [anEvent(1)],
        () => ({ first: true, link: 'autumn', country }),
        () => destinations,
        9,
      ).length;
    expect([made('DE'), made('FR')]).toEqual([1, 0]);
  });

  it('fills a window and puts what is beyond it into the outbox', () => {
    const [one, paused] = [aDestination(1), aDestination(2, { paused: true })];
    const destinations = new Map([one, paused].map((each) => [each.id, each]));
    const unplaced = matchAll([anEvent(1), anEvent(2), anEvent(3)], unknown, () => [one, paused], 1);
    const rooms = new Map<DestinationId, Room>([
      [one.id, room(10, 8)],
      [paused.id, room(1000, 0)],
    ]);
    const placed = placeAll(unplaced, rooms, (id) => destinations.get(id));
    const placesOf = (of: Destination) =>
      placed.filter(({ destinationId }) => destinationId === of.id).map(({ place }) => place);
    expect(placesOf(one)).toEqual(['task', 'task', 'here']);
    expect(placesOf(paused)).toEqual(['here', 'here', 'here']);
  });

  it('counts each new event, each copy and each delivery once', () => {
    const one = aDestination(1);
    const [fresh, copy] = [anEvent(1), anEvent(2)];
    const placed = placeAll(
      matchAll([fresh], unknown, () => [one], 1),
      new Map([[one.id, room(1, 0)]]),
      () => one,
    );
    const sums = Object.groupBy(counterChanges([fresh], placed, [copy]), ({ name }) => name);
    expect(Object.keys(sums).toSorted()).toEqual([
      'flow.deliveries',
      'flow.duplicates',
      'flow.events',
      'place.task',
      'rows.pending',
    ]);
  });
});
