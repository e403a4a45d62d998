import { backfillRequest, bucket, eventId, type BackfillRequest, type Bucket, type Destination } from '@app/contracts';
import { deliveryIdOf } from '@app/identity';
import { matchStored } from '@app/kinds';
import {
  deliveryCounters,
  insertMissingDeliveries,
  quarterHourOf,
  readKeptDays,
  readMissing,
  type CounterChange,
  type DeliveryRow,
  type MissingDelivery,
  type OpenJob,
  type Queryable,
} from '@app/persistence';
import { z } from 'zod';
import { paceOf } from './pace.js';
import type { DestinationsAtHand, Step } from './step.js';

/** Most events a step looks at in a page, deliveries it makes, and pages it reads: a step is one short transaction. */
const LIMITS = { page: 1_000, rows: 2_000, pages: 20 };

const backfillCursor = z.object({
  used_up_to: z.number().nullable(),
  day: bucket.nullable(),
  after: z.object({ acceptedAt: z.string(), inboxId: eventId }).nullable(),
});
type BackfillCursor = z.infer<typeof backfillCursor>;

/** The days, oldest first, that may hold events of the period, from the present one on. */
const daysFrom = (kept: readonly Bucket[], { from_ms, to_ms }: BackfillRequest, present: Bucket | null): Bucket[] =>
  kept
    .filter((day) => Date.parse(day) < to_ms && Date.parse(day) + 86_400_000 > from_ms)
    .filter((day) => present === null || day >= present)
    .toSorted();

/**
 * One step of a backfill: makes as many of the deliveries that do not exist as its rate allows now, from where the last
 * step ended. They begin in the outbox, like any that found no room.
 */
export async function backfillStep(tx: Queryable, job: OpenJob, at: DestinationsAtHand): Promise<Step> {
  const request = backfillRequest.parse(job.request);
  const cursor: BackfillCursor = backfillCursor.nullable().parse(job.cursor) ?? {
    used_up_to: null,
    day: null,
    after: null,
  };
  const pace = paceOf(job.rate_per_s, cursor.used_up_to, job.now);
  const most = Math.min(pace.allowed, LIMITS.rows);
  const counters: CounterChange[] = [];
  let { day, after } = cursor;
  let moved = 0;
  const stepped = (isDone: boolean, failure?: string): Step => ({
    isDone,
    moved,
    cursor: { used_up_to: pace.after(moved), day, after } satisfies BackfillCursor,
    counters,
    ...(failure === undefined ? {} : { failure }),
  });
  const destination = at.destination(request.destination_id);
  if (!destination) return stepped(false, 'the destination was deleted');
  if (most === 0) return stepped(false);
  let pages = 0;
  for (const next of daysFrom(await readKeptDays(tx), request, day)) {
    if (next !== day) [day, after] = [next, null];
    for (;;) {
      if (moved >= most || pages >= LIMITS.pages) return stepped(false);
      pages += 1;
      const page = await readMissing(tx, next, job.space_id, request, after, LIMITS.page);
      const { made, last } = take(page, destination, { bucket: next, most: most - moved, job, revision: at.revision });
      if (!last) break;
      after = { acceptedAt: last.acceptedAt, inboxId: last.inboxId };
      const created = made.length === 0 ? new Set() : await insertMissingDeliveries(tx, made, job.id);
      const rows = made.filter(({ eventId: id }) => created.has(id));
      counters.push(...rows.flatMap(countersOf));
      moved += rows.length;
    }
  }
  return stepped(true);
}

interface Terms {
  readonly bucket: Bucket;
  readonly most: number;
  readonly job: OpenJob;
  readonly revision: number;
}

/** The deliveries a page comes to, at most so many, and the last event looked at. */
function take(
  page: readonly MissingDelivery[],
  destination: Destination,
  terms: Terms,
): { made: DeliveryRow[]; last: MissingDelivery | null } {
  const made: DeliveryRow[] = [];
  let last: MissingDelivery | null = null;
  for (const event of page) {
    if (made.length >= terms.most) break;
    last = event;
    const match = matchStored(event, destination);
    if (match.send) made.push(deliveryOf(event, destination, match, terms));
  }
  return { made, last };
}

const deliveryOf = (
  event: MissingDelivery,
  destination: Destination,
  { eventName, currency }: { eventName: string; currency: string | null },
  { bucket: day, job, revision }: Terms,
): DeliveryRow => ({
  eventId: deliveryIdOf(event.inboxId, destination.id),
  inboxId: event.inboxId,
  bucket: day,
  spaceId: job.space_id,
  destinationId: destination.id,
  kind: destination.kind,
  canonical: event.canonical,
  eventName,
  currency,
  place: 'here',
  partition: event.partition,
  offset: event.offset,
  revision,
  acceptedAtMs: event.acceptedAtMs,
  bornAtMs: job.now,
  pausedBaseMs: destination.paused_total_ms,
});

const countersOf = ({ destinationId, bucket: day, spaceId, acceptedAtMs }: DeliveryRow): CounterChange[] => [
  ...deliveryCounters(destinationId, day, null, { status: 'pending', place: 'here', settledAtMs: null }),
  { scope: spaceId, name: 'flow.deliveries', slotMs: quarterHourOf(acceptedAtMs), value: 1 },
];
