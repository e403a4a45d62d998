import { Inject, Injectable } from '@nestjs/common';
import { bucketOf, type Bucket } from '@app/contracts';
import { readEvents, readKeptDays, type Database, type EventFilter, type ListedEvent } from '@app/persistence';
import { DATABASE } from '../api/parts.js';

/** How far the broker's clock, which decides an event's day, may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

type Before = { acceptedAt: string; inboxId: string } | null;

/** Runs of days from the newest back, each twice as long as the one before: a busy space is read in one short run. */
export function runsOf(days: readonly Bucket[]): Bucket[][] {
  const runs: Bucket[][] = [];
  for (let at = 0, length = 1; at < days.length; at += length, length *= 2) runs.push(days.slice(at, at + length));
  return runs;
}

/** Reads lists of events, newest first. */
@Injectable()
export class EventPages {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Up to `limit` events. Those of a person or an id are looked up in all days at once, others run by run. */
  async read(filter: EventFilter, before: Before, limit: number): Promise<ListedEvent[]> {
    const days = narrowed(await readKeptDays(this.database), filter, before);
    const indexed = filter.uids !== null || filter.eids !== null || filter.tgIds !== null;
    const found: ListedEvent[] = [];
    for (const run of indexed ? [days] : runsOf(days)) {
      found.push(...(await readEvents(this.database, filter, { days: run, before, limit: limit - found.length })));
      if (found.length >= limit) break;
    }
    return found;
  }
}

/** The days that can hold something: within the period, not after the position, not yet to come. */
function narrowed(days: readonly Bucket[], { fromMs, toMs }: EventFilter, before: Before): Bucket[] {
  const last = [
    bucketOf(Date.now() + CLOCK_SKEW_MS),
    ...(toMs === null ? [] : [bucketOf(toMs - 1)]),
    ...(before === null ? [] : [before.acceptedAt.slice(0, 10)]),
  ];
  const first = bucketOf(fromMs ?? 0);
  return days.filter((day) => day >= first && last.every((bound) => day <= bound));
}
