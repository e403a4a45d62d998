import type { Bucket, Canonical, DeliveryId, DestinationId, EventId, Kind, Reason } from '@app/contracts';
import type { CountedState } from '../delivery-counters.js';

/** Every status a delivery can have. */
export const DELIVERY_STATUSES = [
  'pending',
  'failed',
  'sent',
  'failed_permanently',
  'discarded',
] as const satisfies readonly CountedState['status'][];
export type DeliveryStatus = CountedState['status'];

/** Where an open delivery waits; `null` = settled. */
export type DeliveryPlace = CountedState['place'];

/** A delivery with the parts of its event that lists show. Times are epoch ms. */
export interface ListedDelivery {
  bucket: Bucket;
  event_id: DeliveryId;
  inbox_id: EventId;
  destination_id: DestinationId;
  kind: Kind;
  canonical: Canonical;
  event_name: string;
  /** After the destination's currency map. */
  currency: string | null;
  status: DeliveryStatus;
  place: DeliveryPlace;
  attempt_count: number;
  due_at: number | null;
  last_attempt_at: number | null;
  accepted_at: number;
  /** `accepted_at` exactly, for the next page. */
  position: string;
  reason: Reason | null;
  detail: string | null;
  http_status: number | null;
  /** From the payload; all `null` once it has expired. */
  uid: string | null;
  eid: string | null;
  value: string | null;
  occurred_at: number | null;
}

/** What a list of deliveries is narrowed to; `null` = everything. Times are epoch ms, `from` inclusive, `to` exclusive. */
export interface DeliveryFilter {
  /** Already those of one space (and of the kinds asked for). */
  destinations: readonly DestinationId[];
  statuses: readonly DeliveryStatus[] | null;
  canonicals: readonly Canonical[] | null;
  reasons: readonly Reason[] | null;
  fromMs: number | null;
  toMs: number | null;
}

/** Place in a list that runs newest first. */
export interface DeliveryPosition {
  acceptedAt: string;
  eventId: string;
}

/** Some deliveries of one day: those with these ids, or, without ids, all that match. */
export interface DeliveryPage {
  bucket: Bucket;
  destinations: readonly DestinationId[];
  ids: readonly DeliveryId[] | null;
  before: DeliveryPosition | null;
  limit: number;
}
