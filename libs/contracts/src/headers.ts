/** Names of the Kafka record headers that are ours. Values are UTF-8 text. */
export const HEADERS = {
  /** On `events`: the eid made at the door for an event without identity of its own; not the event's `eid`. */
  eid: 'waybill-eid',
  /** On `events`: the door it came through (`http`, `batch`, `get`); on `events.rejected` also `clicks` and `bind`. */
  door: 'waybill-door',
  /** On `outcomes`: a record made only to sample the broker's clock; recorder skips it uncounted. */
  clock: 'waybill-clock',
  /** On delay topics: epoch ms before which the receiver asked not to be called, where its tier is shorter than that. */
  notBefore: 'waybill-not-before',
  /** On `events.rejected` and `deliveries.<kind>.dlq`: where the record stood and why it is here. */
  reason: 'waybill-reason',
  detail: 'waybill-detail',
  topic: 'waybill-topic',
  partition: 'waybill-partition',
  offset: 'waybill-offset',
  timestamp: 'waybill-timestamp',
  /** On `events.rejected`: the space it belongs to, where one is known. */
  space: 'waybill-space',
} as const;

/** Why a record of `events` (or a refused call) is listed under Rejected. */
export const REJECT_REASONS = [
  'not_json',
  'schema',
  'unknown_space',
  'unsupported_encoding',
  'too_large',
  'tombstone',
  'storage_refused',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];
