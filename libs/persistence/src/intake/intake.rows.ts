import type { Bucket, Canonical, DeliveryId, DestinationId, EventId, Kind, SpaceId } from '@app/contracts';

/** One event about to be stored. Times are epoch ms; `payload` is the record's value with personal fields hashed. */
export interface EventRow {
  inboxId: EventId;
  bucket: Bucket;
  spaceId: SpaceId;
  canonical: Canonical;
  uid: string | null;
  eid: string | null;
  tgId: string | null;
  value: string | null;
  currency: string | null;
  occurredAtMs: number;
  acceptedAtMs: number;
  door: string;
  partition: number;
  offset: number;
  payload: Buffer;
}

/** Where a new delivery begins: in Kafka (`task`), or in the outbox because its destination has no room (`here`). */
export type FirstPlace = 'task' | 'here';

/** One delivery about to be created. `pausedBaseMs`: the destination's total of paused time at this moment. */
export interface DeliveryRow {
  eventId: DeliveryId;
  inboxId: EventId;
  bucket: Bucket;
  spaceId: SpaceId;
  destinationId: DestinationId;
  kind: Kind;
  canonical: Canonical;
  eventName: string;
  currency: string | null;
  place: FirstPlace;
  partition: number;
  offset: number;
  revision: number;
  acceptedAtMs: number;
  bornAtMs: number;
  pausedBaseMs: number;
}

/** How far one partition was read by a batch, and what its offsets were. */
export interface PositionAdvance {
  partition: number;
  next: number;
  appendTimeMs: number;
  fresh: number;
  duplicate: number;
  replayed: number;
  rejected: number;
  tombstones: number;
  skipped: number;
}
