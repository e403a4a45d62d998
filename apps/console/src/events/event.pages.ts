import { Inject, Injectable } from '@nestjs/common';
import { bucketOf, type Bucket } from '@app/contracts';
import { readBucketRange, readEvents, type Database, type EventFilter, type ListedEvent } from '@app/persistence';
import { DATABASE } from '../api/parts.js';

const DAY_MS = 86_400_000;

type Before = { acceptedAt: string; inboxId: string } | null;

/** Runs of days from the newest back, each twice as long as the one before: a busy space is read in one short run. */
export function runsOfDays(first: Bucket, last: Bucket): { fromBucket: Bucket; toBucket: Bucket }[] {
  const runs: { fromBucket: Bucket; toBucket: Bucket }[] = [];
  for (let to = Date.parse(last), days = 1; to >= Date.parse(first); days *= 2) {
    const from = Math.max(to - (days - 1) * DAY_MS, Date.parse(first));
    runs.push({ fromBucket: bucketOf(from), toBucket: bucketOf(to) });
    to = from - DAY_MS;
  }
  return runs;
}

/** Reads lists of events, newest first. */
@Injectable()
export class EventPages {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Up to `limit` events. Those of a person or an id are looked up in all days at once, others day by day. */
  async read(filter: EventFilter, before: Before, limit: number): Promise<ListedEvent[]> {
    const kept = await readBucketRange(this.database);
    if (!kept) return [];
    const days = narrowed(kept, filter, before);
    const indexed = filter.uids !== null || filter.eids !== null || filter.tgIds !== null;
    const runs = indexed ? [{ fromBucket: days.first, toBucket: days.last }] : runsOfDays(days.first, days.last);
    const found: ListedEvent[] = [];
    for (const run of runs) {
      found.push(...(await readEvents(this.database, filter, { ...run, before, limit: limit - found.length })));
      if (found.length >= limit) break;
    }
    return found;
  }
}

/** The kept days that can hold something: within the period, not after the position, not in days yet to come. */
function narrowed(
  kept: { first: Bucket; last: Bucket },
  { fromMs, toMs }: EventFilter,
  before: Before,
): { first: Bucket; last: Bucket } {
  const tomorrow = Date.now() + DAY_MS;
  const latest = Math.min(
    Date.parse(kept.last),
    toMs === null ? tomorrow : toMs - 1,
    before === null ? tomorrow : Date.parse(before.acceptedAt.slice(0, 10)),
    tomorrow,
  );
  return { first: bucketOf(Math.max(Date.parse(kept.first), fromMs ?? 0)), last: bucketOf(latest) };
}
