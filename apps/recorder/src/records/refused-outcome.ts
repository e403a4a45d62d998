import { createHash } from 'node:crypto';
import type { RejectReason, SpaceId } from '@app/contracts';
import type { ConsumedRecord } from '@app/kafka';
import type { NewRejection } from '@app/persistence';
import { withoutNul } from './without-nul.js';

const MAX_DETAIL = 2_000;

/**
 * A record of `outcomes` that cannot be stored, as it is listed. Bytes that are not JSON may be anything, so only their
 * length and digest are kept.
 */
export function refusedOutcome(
  record: ConsumedRecord,
  reason: RejectReason,
  detail: string,
  spaceId: SpaceId | null = null,
): NewRejection {
  const { topic, partition, offset, timestamp, value } = record;
  const keepsValue = reason !== 'not_json';
  return {
    source: { topic, partition, offset },
    position: { topic, partition, offset },
    spaceId,
    door: topic,
    reason,
    detail: withoutNul(detail).slice(0, MAX_DETAIL),
    atMs: timestamp,
    value: keepsValue ? value : null,
    valueBytes: value?.length ?? 0,
    valueSha256: keepsValue || value === null ? null : createHash('sha256').update(value).digest(),
  };
}
