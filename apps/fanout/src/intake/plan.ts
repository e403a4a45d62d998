import { deliveryIdOf } from '@app/identity';
import { matchEvent, type MatchFacts } from '@app/kinds';
import type { Destination, DestinationId, SpaceId } from '@app/contracts';
import type { CounterChange, DeliveryRow, Room } from '@app/persistence';
import { quarterHourOf, slotOfBucket } from '@app/persistence';
import { roomLeft } from '../tasks/room.js';
import type { IntakeEvent } from './parse-record.js';

/** A delivery whose place is not decided yet. */
type Unplaced = Omit<DeliveryRow, 'place'>;

/** What is known of an event besides itself. */
export type Circumstances = Pick<MatchFacts, 'first' | 'link' | 'country'>;

/** Which new event goes to which destination of its space, in the order of the events. */
export function matchAll(
  fresh: readonly IntakeEvent[],
  circumstances: (event: IntakeEvent) => Circumstances,
  destinationsOf: (spaceId: SpaceId) => readonly Destination[],
  revision: number,
): Unplaced[] {
  return fresh.flatMap((event) => {
    const facts = {
      canonical: event.row.canonical,
      value: event.row.value,
      currency: event.row.currency,
      ...circumstances(event),
    };
    return destinationsOf(event.row.spaceId).flatMap((destination): Unplaced[] => {
      const match = matchEvent(facts, destination);
      return match.send ? [unplaced(event, destination, match.eventName, match.currency, revision)] : [];
    });
  });
}

const unplaced = (
  { row }: IntakeEvent,
  destination: Destination,
  eventName: string,
  currency: string | null,
  revision: number,
): Unplaced => ({
  eventId: deliveryIdOf(row.inboxId, destination.id),
  inboxId: row.inboxId,
  bucket: row.bucket,
  spaceId: row.spaceId,
  destinationId: destination.id,
  kind: destination.kind,
  canonical: row.canonical,
  eventName,
  currency,
  partition: row.partition,
  offset: row.offset,
  revision,
  acceptedAtMs: row.acceptedAtMs,
  bornAtMs: row.acceptedAtMs,
  pausedBaseMs: destination.paused_total_ms,
});

/** Puts each delivery into Kafka while its destination has room, and into the outbox beyond that. */
export function placeAll(
  deliveries: readonly Unplaced[],
  rooms: ReadonlyMap<DestinationId, Room>,
  destination: (id: DestinationId) => Destination | undefined,
): DeliveryRow[] {
  const left = new Map<DestinationId, number>();
  return deliveries.map((delivery) => {
    const id = delivery.destinationId;
    const room = left.get(id) ?? roomLeft(destination(id), rooms.get(id));
    left.set(id, room - 1);
    return { ...delivery, place: room > 0 ? 'task' : 'here' };
  });
}

/** What new events and their deliveries change in the counters. */
export function counterChanges(
  fresh: readonly IntakeEvent[],
  deliveries: readonly DeliveryRow[],
  duplicates: readonly IntakeEvent[],
): CounterChange[] {
  const flow =
    (name: string) =>
    ({ row }: IntakeEvent): CounterChange => ({
      scope: row.spaceId,
      name,
      slotMs: quarterHourOf(row.acceptedAtMs),
      value: 1,
    });
  return [
    ...fresh.map(flow('flow.events')),
    ...duplicates.map(flow('flow.duplicates')),
    ...deliveries.flatMap((delivery): CounterChange[] => {
      const at = { scope: delivery.destinationId, slotMs: slotOfBucket(delivery.bucket), value: 1 };
      return [
        { ...at, name: 'rows.pending' },
        { ...at, name: `place.${delivery.place}` },
        { scope: delivery.spaceId, name: 'flow.deliveries', slotMs: quarterHourOf(delivery.acceptedAtMs), value: 1 },
      ];
    }),
  ];
}
