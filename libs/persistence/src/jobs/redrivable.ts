import type { Bucket, DeliveryId, DestinationId, RedriveSelection } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';
import { FIRST_OF_ITS_KIND, type StoredFacts } from './stored-facts.js';

/** Deliveries that a redrive walks in one go: those of one day, destination and status. */
export interface RedriveUnit {
  readonly bucket: Bucket;
  readonly destination: DestinationId;
  readonly status: RedriveSelection['statuses'][number];
}

/** A place within a unit, which runs oldest first. `acceptedAt` is the exact moment as text. */
export interface UnitPosition {
  readonly acceptedAt: string;
  readonly eventId: DeliveryId;
}

/** Whose walk it is: of a job, or of a count before there is one (`null`). */
export type Walker = string | null;

/**
 * What a redrive may take of a unit. Not what is on its way at this moment, nor what another job has in hand: all of a job
 * that is not finished, and what a finished one brought back and nobody has attempted since.
 */
const TAKEN = `
  o.bucket = $1 and o.destination_id = $2 and o.status = $3::delivery_status
  and ($3 <> 'failed' or o.place is not null)
  and o.place is distinct from 'task'
  and ($4::canonical[] is null or o.canonical = any($4::canonical[]))
  and ($5::text[] is null or o.reason = any($5::text[]))
  and ($6::text[] is null or p.uid = any($6::text[]))
  and ($7::text[] is null or p.eid = any($7::text[]))
  and ($8::uuid[] is null or o.event_id = any($8::uuid[]))
  and ($9::timestamptz is null or o.accepted_at >= $9::timestamptz)
  and o.accepted_at < $10::timestamptz
  and (o.job_id is null or (
    o.job_id is distinct from $11::uuid
    and (o.place is null or o.attempt_count > o.attempt_base)
    and not exists (select from jobs j where j.id = o.job_id and j.state in ('waiting', 'running'))))`;

const WITH_EVENT = `join event_payloads p on p.bucket = $1 and p.inbox_id = o.inbox_id`;

const unitValues = ({ bucket, destination, status }: RedriveUnit, of: RedriveSelection, walker: Walker): unknown[] => [
  bucket,
  destination,
  status,
  of.canonicals,
  of.reasons,
  of.uids,
  of.eids,
  of.event_ids,
  timestamptz(of.from_ms),
  timestamptz(of.to_ms),
  walker,
];

/** A delivery that may be taken, with the facts that decide whether its destination still wants it. */
export interface Redrivable extends StoredFacts, UnitPosition {
  readonly acceptedAtMs: number;
  /** It was attempted before, so the receiver may know it. */
  readonly wasTried: boolean;
}

const COLUMNS = `o.event_id as "eventId", o.accepted_at::text as "acceptedAt", o.accepted_at as "acceptedAtMs",
  o.last_attempt_at is not null as "wasTried", o.canonical, p.value::text as value, p.currency, p.click,
  ${FIRST_OF_ITS_KIND} as first`;

/** A page of a unit after a position, oldest first. Locks nothing. */
export const readRedrivable = (
  db: Queryable,
  unit: RedriveUnit,
  selection: RedriveSelection,
  walker: Walker,
  after: UnitPosition | null,
  limit: number,
): Promise<Redrivable[]> =>
  db.query<Redrivable & Record<string, unknown>>({
    name: 'jobs.redrivable',
    text: `select ${COLUMNS} from event_outbox o ${WITH_EVENT}
            where ${TAKEN} and ($12::timestamptz is null or (o.accepted_at, o.event_id) > ($12::timestamptz, $13::uuid))
            order by o.accepted_at, o.event_id limit $14`,
    values: [...unitValues(unit, selection, walker), after?.acceptedAt ?? null, after?.eventId ?? null, limit],
  });

/** Locks, in id order, those of these deliveries that may still be taken. */
export async function lockRedrivable(
  tx: Queryable,
  unit: RedriveUnit,
  selection: RedriveSelection,
  walker: Walker,
  ids: readonly DeliveryId[],
): Promise<ReadonlySet<DeliveryId>> {
  const rows = await tx.query<{ event_id: DeliveryId }>({
    name: 'jobs.redrivable_lock',
    text: `select o.event_id from event_outbox o ${WITH_EVENT}
            where ${TAKEN} and o.event_id = any($12::uuid[]) order by o.event_id for update of o`,
    values: [...unitValues(unit, selection, walker), ids],
  });
  return new Set(rows.map(({ event_id }) => event_id));
}

/** How many of a unit may be taken, by canonical. Times are epoch ms. */
export interface RedrivableCount {
  readonly canonical: Redrivable['canonical'];
  readonly count: number;
  /** Tried, and accepted before the moment asked about. */
  readonly triedBefore: number;
  readonly oldest: number;
  readonly newest: number;
}

/** Counts a unit exactly. `beforeMs`: see `triedBefore`. */
export const countRedrivable = (
  db: Queryable,
  unit: RedriveUnit,
  selection: RedriveSelection,
  beforeMs: number,
): Promise<RedrivableCount[]> =>
  db.query<RedrivableCount & Record<string, unknown>>({
    name: 'jobs.redrivable_count',
    text: `select o.canonical, count(*) as count, min(o.accepted_at) as oldest, max(o.accepted_at) as newest,
                  count(*) filter (where o.last_attempt_at is not null and o.accepted_at < $12::timestamptz) as "triedBefore"
             from event_outbox o ${WITH_EVENT} where ${TAKEN} group by o.canonical`,
    values: [...unitValues(unit, selection, null), timestamptz(beforeMs)],
  });
