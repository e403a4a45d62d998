import { setTimeout as delay } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import type { RejectReason, SpaceId } from '@app/contracts';
import { HEADERS } from '@app/contracts';
import { maskPersonal } from '@app/identity';
import type { ConsumedRecord, OutgoingRecord, Producer } from '@app/kafka';
import { TOPICS } from '@app/kafka';
import type { Logger } from '@app/observability';

/** A record that is no event of ours, and why. */
export interface Rejection {
  record: ConsumedRecord;
  reason: RejectReason;
  detail: string;
  spaceId: SpaceId | null;
}

const RETRY_MS = 500;
/** Room that header and key of a rejected record leave in a message of 2 MiB. */
const MAX_DETAIL = 2_000;

/** Lists rejected records on their topic; returns once each is there. Kafka away: tries for ever, nothing is skipped. */
export async function rejectRecords(
  producer: Pick<Producer, 'sendMany'>,
  log: Logger,
  rejections: readonly Rejection[],
): Promise<void> {
  let left = rejections.map(rejectedRecord);
  while (left.length > 0) {
    const answers = await producer.sendMany(left);
    left = left.filter((_, index) => answers[index] instanceof Error);
    if (left.length === 0) return;
    log.warn({ count: left.length }, 'rejected records could not be listed, trying again');
    await delay(RETRY_MS);
  }
}

function rejectedRecord({ record, reason, detail, spaceId }: Rejection): OutgoingRecord {
  return {
    topic: TOPICS.rejected,
    key: record.key ?? `${record.topic}:${record.partition}:${record.offset}`,
    value: listed(record.value),
    headers: {
      [HEADERS.reason]: reason,
      [HEADERS.detail]: detail.slice(0, MAX_DETAIL),
      [HEADERS.topic]: record.topic,
      [HEADERS.partition]: String(record.partition),
      [HEADERS.offset]: String(record.offset),
      [HEADERS.timestamp]: String(record.timestamp),
      ...(spaceId === null ? {} : { [HEADERS.space]: spaceId }),
    },
  };
}

/** The value as it may be shown: personal fields hashed; one that cannot be parsed only as length and digest. */
function listed(value: Buffer | null): string {
  if (value === null) return JSON.stringify({ bytes: 0 });
  const parsed = maskPersonal(value);
  return parsed ?? JSON.stringify({ bytes: value.length, sha256: createHash('sha256').update(value).digest('hex') });
}
