import { Inject, Injectable } from '@nestjs/common';
import type { BackfillRequest, Bucket } from '@app/contracts';
import { matchStored, wantsAll } from '@app/kinds';
import { countMissing, readKeptDays, readMissing } from '@app/persistence';
import type { Database, DestinationRow, EventPosition } from '@app/persistence';
import { DATABASE } from '../api/parts.js';
import { Estimate } from './estimate.js';

const DAY_MS = 86_400_000;
/** Events looked at one by one in a statement. */
const PAGE = 5_000;

/** Finds out exactly what a backfill would make. */
@Injectable()
export class BackfillPlans {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async estimate(destination: DestinationRow, request: BackfillRequest): Promise<Estimate> {
    const days = (await readKeptDays(this.database)).filter(
      (day) => Date.parse(day) < request.to_ms && Date.parse(day) + DAY_MS > request.from_ms,
    );
    const estimate = new Estimate();
    for (const day of days) await this.#count(estimate, day, destination, request);
    return estimate;
  }

  /** Where the canonical alone decides, the database counts; else each event is held against the filter. */
  async #count(estimate: Estimate, day: Bucket, destination: DestinationRow, request: BackfillRequest): Promise<void> {
    const { id, space_id } = destination;
    if (wantsAll(destination)) {
      for (const group of await countMissing(this.database, day, space_id, request)) {
        if (destination.event_map[group.canonical] !== undefined) estimate.add(id, { ...group, duplicates: 0 });
      }
      return;
    }
    let after: EventPosition | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof readMissing>> = await readMissing(
        this.database,
        day,
        space_id,
        request,
        after,
        PAGE,
      );
      for (const event of page) {
        if (!matchStored(event, destination).send) continue;
        const at = event.acceptedAtMs;
        estimate.add(id, { count: 1, oldest: at, newest: at, duplicates: 0 });
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = { acceptedAt: last.acceptedAt, inboxId: last.inboxId };
    }
  }
}
