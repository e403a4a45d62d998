import { hash } from 'node:crypto';
import { deliveryId, eventId } from '@app/contracts';
import type { Canonical, DeliveryId, DestinationId, EventId, SpaceId } from '@app/contracts';

/** Names of the hashed tuples: a change of their form needs a new name, or old ids would be met by new meanings. */
const EVENT = 'waybill.event.1';
const DELIVERY = 'waybill.delivery.1';

/** UUIDv8 (RFC 9562) of the first 16 bytes of the SHA-256 over the JSON text of `parts`. */
function uuidOf(parts: readonly string[]): string {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The `inbox_id` of an event: two events are the same exactly if these four agree. `uid` is the one the sender gave,
 * `null` where he gave none; the discriminator comes from this library, whichever door the event came through.
 */
export const eventIdOf = (spaceId: SpaceId, uid: string | null, canonical: Canonical, discriminator: string): EventId =>
  eventId.parse(uuidOf([EVENT, spaceId, uid ?? '', canonical, discriminator]));

/** The `event_id` of a delivery: one event for one destination, the same on every attempt. */
export const deliveryIdOf = (inboxId: EventId, destinationId: DestinationId): DeliveryId =>
  deliveryId.parse(uuidOf([DELIVERY, inboxId, destinationId]));
