/** What of an event decides whether it has an identity of its own. Values as the sender gave them. */
export interface Identifying {
  readonly uid?: string | undefined;
  readonly eid?: string | undefined;
  /** Only if the sender gave it: a time from our clock would make every repeat another event. */
  readonly occurred_at_ms?: number | undefined;
}

/** Where a record of `events` lies: unique for ever, also when a topic is made anew (then the append time differs). */
export interface RecordPosition {
  readonly partition: number;
  readonly offset: number;
  /** Append time, epoch ms. */
  readonly timestamp: number;
}

const ofEid = (eid: string): string => `e:${eid}`;

const own = ({ uid, eid, occurred_at_ms: at }: Identifying): string | null =>
  eid !== undefined ? ofEid(eid) : uid !== undefined && at !== undefined ? `t:${at}` : null;

/**
 * The discriminator at an HTTP door. Where the event has no identity of its own an eid is made for it: it travels in the
 * record header `waybill-eid` and is told to the caller, so that a repeat with it is the same event.
 */
export function httpDiscriminator(
  event: Identifying,
  mintEid: () => string,
): { discriminator: string; madeEid: string | null } {
  const discriminator = own(event);
  if (discriminator !== null) return { discriminator, madeEid: null };
  const madeEid = mintEid();
  return { discriminator: ofEid(madeEid), madeEid };
}

/**
 * The discriminator of a record of `events`. `madeEid` is its header `waybill-eid`: a door found no identity in the event
 * then, whatever it has filled in since. Without one, and without identity of its own, the record is unique by position.
 */
export function kafkaDiscriminator(event: Identifying, madeEid: string | undefined, position: RecordPosition): string {
  if (event.eid === undefined && madeEid !== undefined) return ofEid(madeEid);
  const { partition, offset, timestamp } = position;
  return own(event) ?? `k:${partition}:${offset}:${timestamp}`;
}
