import type { EventRecord, RejectReason, SpaceId } from '@app/contracts';
import { bucketOf, eventRecord, HEADERS, tooFarAhead } from '@app/contracts';
import { eventIdOf, hashUser, kafkaDiscriminator } from '@app/identity';
import type { ConsumedRecord } from '@app/kafka';
import type { EventRow } from '@app/persistence';
import { unwrap } from './cloud-event.js';

/** Most bytes a value may have. */
const MAX_VALUE_BYTES = 256 * 1024;
/** Currency of a value that names none. */
const DEFAULT_CURRENCY = 'USD';

/** An event as it will be stored, with what its tasks carry of it. */
export interface IntakeEvent {
  row: EventRow;
  content: Pick<EventRecord, 'user' | 'data'>;
  /** Personal fields had come in clear. */
  hashedHere: boolean;
  /** The record's key, as it lay in the topic. */
  key: Buffer | null;
}

/** What one record of `events` turns out to be. */
export type ParsedRecord =
  | { is: 'event'; event: IntakeEvent }
  | { is: 'rejected'; reason: RejectReason; detail: string; spaceId: SpaceId | null };

const rejected = (reason: RejectReason, detail: string, spaceId: SpaceId | null = null): ParsedRecord => ({
  is: 'rejected',
  reason,
  detail,
  spaceId,
});

/**
 * Reads a record and fixes its identity. Looks at nothing but the record (the future is judged by its append time), so
 * the same record always gives the same answer.
 */
export function parseRecord(record: ConsumedRecord, spaceExists: (id: SpaceId) => boolean): ParsedRecord {
  const { value } = record;
  if (value === null) return rejected('tombstone', 'a record without a value deletes nothing here');
  if (value.length > MAX_VALUE_BYTES)
    return rejected('too_large', `the value has ${value.length} bytes, at most 262144 are taken`);
  const unwrapped = unwrap(value, record.headers);
  if ('reason' in unwrapped) return rejected(unwrapped.reason, unwrapped.detail);
  const { json } = unwrapped;
  const parsed = eventRecord.safeParse(json);
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; ');
    return rejected('schema', detail, spaceOf(json));
  }
  const event = parsed.data;
  if (!spaceExists(event.space_id)) return rejected('unknown_space', `there is no space ${event.space_id}`, null);
  if (event.occurred_at_ms !== undefined && tooFarAhead(event.occurred_at_ms, record.timestamp)) {
    return rejected('schema', '/occurred_at_ms: must not be more than 24 h in the future', event.space_id);
  }
  return { is: 'event', event: intakeEvent(record, event) };
}

function intakeEvent(record: ConsumedRecord, event: EventRecord): IntakeEvent {
  const madeEid = record.headers[HEADERS.eid]?.toString();
  const discriminator = kafkaDiscriminator(event, madeEid, record);
  const { user, changed } = hashUser(event.user);
  const occurredAtMs = event.occurred_at_ms ?? record.timestamp;
  const value = event.value ?? null;
  const stored: EventRecord = { ...event, user };
  return {
    hashedHere: changed,
    key: record.key,
    content: { user, data: event.data },
    row: {
      inboxId: eventIdOf(event.space_id, event.uid ?? null, event.event, discriminator),
      bucket: bucketOf(record.timestamp),
      spaceId: event.space_id,
      canonical: event.event,
      uid: event.uid ?? null,
      eid: event.eid ?? null,
      tgId: event.tg_id ?? null,
      value,
      currency: value === null ? null : (event.currency ?? DEFAULT_CURRENCY),
      occurredAtMs,
      acceptedAtMs: record.timestamp,
      door: record.headers[HEADERS.door]?.toString() ?? 'kafka',
      partition: record.partition,
      offset: record.offset,
      payload: Buffer.from(JSON.stringify(stored)),
    },
  };
}

/** The space a refused record names, so that it can be listed there; `null` where it names none. */
function spaceOf(json: unknown): SpaceId | null {
  const named = eventRecord.pick({ space_id: true }).safeParse(json);
  return named.success ? named.data.space_id : null;
}
