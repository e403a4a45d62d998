import { HEADERS, REJECT_REASONS, spaceId, type RejectReason, type SpaceId } from '@app/contracts';
import type { ConsumedRecord } from '@app/kafka';
import type { NewRejection, RecordPosition } from '@app/persistence';
import { z } from 'zod';
import { withoutNul } from './without-nul.js';

const headerOf = (record: ConsumedRecord, name: string): string | null => {
  const value = record.headers[name];
  return value === undefined ? null : withoutNul(value.toString('utf8'));
};

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

const numberOf = (record: ConsumedRecord, name: string): number | null =>
  wholeNumber.safeParse(headerOf(record, name)).data ?? null;

/** Where the refused record stood, if its headers say so. */
function positionOf(record: ConsumedRecord): RecordPosition | null {
  const topic = headerOf(record, HEADERS.topic);
  const partition = numberOf(record, HEADERS.partition);
  const offset = numberOf(record, HEADERS.offset);
  return topic === null || partition === null || offset === null ? null : { topic, partition, offset };
}

/** What stands in for a value that could not be parsed. */
const digested = z.strictObject({
  bytes: z.number().int(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

function valueOf({ value }: ConsumedRecord): Pick<NewRejection, 'value' | 'valueBytes' | 'valueSha256'> {
  const given = digested.safeParse(jsonOf(value)).data;
  if (!given) return { value, valueBytes: value?.length ?? 0, valueSha256: null };
  const { bytes, sha256 } = given;
  return { value: null, valueBytes: bytes, valueSha256: sha256 === undefined ? null : Buffer.from(sha256, 'hex') };
}

function jsonOf(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return null;
  }
}

const reasonOf = (record: ConsumedRecord): RejectReason => {
  const given = headerOf(record, HEADERS.reason);
  return REJECT_REASONS.find((reason) => reason === given) ?? 'schema';
};

const spaceOf = (record: ConsumedRecord): SpaceId | null =>
  spaceId.safeParse(headerOf(record, HEADERS.space)).data ?? null;

/** A record of `events.rejected` as it is listed. A record of `events` refused twice is listed once. */
export function listedRejection(record: ConsumedRecord): NewRejection {
  const { topic, partition, offset, timestamp } = record;
  const position = positionOf(record);
  return {
    source: position ?? { topic, partition, offset },
    position,
    spaceId: spaceOf(record),
    door: headerOf(record, HEADERS.door) ?? 'kafka',
    reason: reasonOf(record),
    detail: headerOf(record, HEADERS.detail) ?? '',
    atMs: numberOf(record, HEADERS.timestamp) ?? timestamp,
    ...valueOf(record),
  };
}
