import { redriveRequest, type Destination, type RedriveSelection } from '@app/contracts';
import {
  lockRedrivable,
  movedCounters,
  readDeliveryDays,
  readRedrivable,
  returnToOutbox,
  type CounterChange,
  type DeliveryDay,
  type OpenJob,
  type Queryable,
  type RedriveUnit,
} from '@app/persistence';
import { paceOf } from './pace.js';
import { comebacksOf, redriveCursor, unitsFrom, type RedriveCursor } from './redrive.plan.js';
import type { DestinationsAtHand, Step } from './step.js';

/** Most deliveries a step looks at or moves, and pages it reads: a step is one short transaction. */
const LIMITS = { rows: 2_000, pages: 50 };

/**
 * One step of a redrive: brings back as many deliveries as its rate allows now, from where the last step ended, mapped by
 * the configuration at hand.
 */
export async function redriveStep(tx: Queryable, job: OpenJob, at: DestinationsAtHand): Promise<Step> {
  const { selection } = redriveRequest.parse(job.request);
  const cursor: RedriveCursor = redriveCursor.nullable().parse(job.cursor) ?? {
    used_up_to: null,
    unit: null,
    after: null,
  };
  const pace = paceOf(job.rate_per_s, cursor.used_up_to, job.now);
  const counters: CounterChange[] = [];
  let { unit, after } = cursor;
  let [moved, pages] = [0, 0];
  const most = Math.min(pace.allowed, LIMITS.rows);
  const stepped = (isDone: boolean): Step => ({
    isDone,
    moved,
    cursor: { used_up_to: pace.after(moved), unit, after } satisfies RedriveCursor,
    counters,
  });
  if (most === 0) return stepped(false);
  for (const next of unitsFrom(await daysOf(tx, selection), unit)) {
    if (next !== unit) [unit, after] = [next, null];
    const destination = at.destination(next.destination);
    if (!destination) continue;
    for (;;) {
      if (moved >= most || pages >= LIMITS.pages) return stepped(false);
      pages += 1;
      const page = await readRedrivable(tx, next, selection, job.id, after, most - moved);
      const last = page.at(-1);
      if (!last) break;
      after = { acceptedAt: last.acceptedAt, eventId: last.eventId };
      const changes = await bringBack(tx, { job, unit: next, selection, destination, at }, page);
      counters.push(...changes.counters);
      moved += changes.count;
    }
  }
  // What failed for good while this step ran is found by the next one.
  return stepped(moved === 0);
}

interface Walk {
  readonly job: OpenJob;
  readonly unit: RedriveUnit;
  readonly selection: RedriveSelection;
  readonly destination: Destination;
  readonly at: DestinationsAtHand;
}

async function bringBack(
  tx: Queryable,
  { job, unit, selection, destination, at }: Walk,
  page: Awaited<ReturnType<typeof readRedrivable>>,
): Promise<{ count: number; counters: CounterChange[] }> {
  const wanted = comebacksOf(page, destination);
  if (wanted.length === 0) return { count: 0, counters: [] };
  const ids = wanted.map(({ eventId }) => eventId);
  const locked = await lockRedrivable(tx, unit, selection, job.id, ids);
  const rows = wanted.filter(({ eventId }) => locked.has(eventId));
  if (rows.length === 0) return { count: 0, counters: [] };
  const terms = { pausedTotalMs: destination.paused_total_ms, revision: at.revision, jobId: job.id };
  const moved = await returnToOutbox(tx, unit.bucket, rows, terms);
  return { count: moved.length, counters: movedCounters(unit.destination, unit.bucket, moved) };
}

async function daysOf(tx: Queryable, { destinations, statuses }: RedriveSelection) {
  const days: (DeliveryDay & Pick<RedriveUnit, 'status'>)[] = [];
  for (const status of statuses) {
    const found = await readDeliveryDays(tx, destinations, [status]);
    days.push(...found.map((day) => ({ ...day, status })));
  }
  return days;
}
