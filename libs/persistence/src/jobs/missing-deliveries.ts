import type { BackfillRequest, Bucket, EventId, SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';
import { FIRST_OF_ITS_KIND, type StoredFacts } from './stored-facts.js';

/** A place in a day's events, which run oldest first. `acceptedAt` is the exact moment as text. */
export interface EventPosition {
  readonly acceptedAt: string;
  readonly inboxId: EventId;
}

/** An event that has no delivery at a destination, with what one would be made of. Times are epoch ms. */
export interface MissingDelivery extends StoredFacts, EventPosition {
  readonly acceptedAtMs: number;
  readonly partition: number;
  readonly offset: number;
}

/** An outbox row has the acceptance of its event, so its destination's index of time finds it. */
const MISSING = `
  p.bucket = $1 and p.space_id = $2 and p.accepted_at >= $4::timestamptz and p.accepted_at < $5::timestamptz
  and ($6::canonical[] is null or p.canonical = any($6::canonical[]))
  and not exists (select from event_outbox o where o.bucket = $1 and o.destination_id = $3
                     and o.accepted_at = p.accepted_at and o.inbox_id = p.inbox_id)`;

const values = (bucket: Bucket, space: SpaceId, of: BackfillRequest): unknown[] => [
  bucket,
  space,
  of.destination_id,
  timestamptz(of.from_ms),
  timestamptz(of.to_ms),
  of.canonicals,
];

/** A page of a day's events without a delivery at the destination, oldest first. */
export const readMissing = (
  db: Queryable,
  bucket: Bucket,
  space: SpaceId,
  request: BackfillRequest,
  after: EventPosition | null,
  limit: number,
): Promise<MissingDelivery[]> =>
  db.query<MissingDelivery & Record<string, unknown>>({
    name: 'jobs.missing',
    text: `select p.inbox_id as "inboxId", p.accepted_at::text as "acceptedAt", p.accepted_at as "acceptedAtMs", p.canonical,
                  p.value::text as value, p.currency, p.click, p.source_partition as partition, p.source_offset as "offset",
                  ${FIRST_OF_ITS_KIND} as first
             from event_payloads p
            where ${MISSING} and ($7::timestamptz is null or (p.accepted_at, p.inbox_id) > ($7::timestamptz, $8::uuid))
            order by p.accepted_at, p.inbox_id limit $9`,
    values: [...values(bucket, space, request), after?.acceptedAt ?? null, after?.inboxId ?? null, limit],
  });

/** How many events of a day have no delivery at the destination, by canonical. Times are epoch ms. */
export interface MissingCount {
  readonly canonical: StoredFacts['canonical'];
  readonly count: number;
  readonly oldest: number;
  readonly newest: number;
}

/** Counts a day exactly. */
export const countMissing = (
  db: Queryable,
  bucket: Bucket,
  space: SpaceId,
  request: BackfillRequest,
): Promise<MissingCount[]> =>
  db.query<MissingCount & Record<string, unknown>>({
    name: 'jobs.missing_count',
    text: `select p.canonical, count(*) as count, min(p.accepted_at) as oldest, max(p.accepted_at) as newest
             from event_payloads p where ${MISSING} group by p.canonical`,
    values: values(bucket, space, request),
  });
