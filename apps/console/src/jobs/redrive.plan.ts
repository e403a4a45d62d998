import { Inject, Injectable } from '@nestjs/common';
import { REDRIVABLE, bucketOf, type RedriveSelection, type SpaceId } from '@app/contracts';
import { matchStored, wantsAll } from '@app/kinds';
import { countRedrivable, readDeliveryDays, readDestinations, readRedrivable } from '@app/persistence';
import type { Database, DestinationRow, RedriveUnit, UnitPosition } from '@app/persistence';
import type { DeliveryQuery } from '../deliveries/delivery.search.js';
import { kindOf } from '../destinations/kind-book.js';
import { DATABASE } from '../api/parts.js';
import { Estimate } from './estimate.js';

/** How far the broker's clock, which decides acceptance, may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;
/** Deliveries looked at one by one in a statement. */
const PAGE = 5_000;

/** What a redrive would do. */
export interface RedrivePlan {
  readonly selection: RedriveSelection;
  readonly destinations: readonly DestinationRow[];
  readonly estimate: Estimate;
}

/** Finds out exactly what a redrive would take. */
@Injectable()
export class RedrivePlans {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async plan(space: SpaceId, query: DeliveryQuery): Promise<RedrivePlan> {
    const now = Date.now();
    const destinations = await readDestinations(this.database, {
      space,
      ids: query.destination ?? null,
      kinds: query.kind ?? null,
      withDeleted: false,
    });
    const selection = selectionOf(query, destinations, now + CLOCK_SKEW_MS);
    const byId = new Map(destinations.map((destination) => [destination.id, destination]));
    const estimate = new Estimate();
    for (const unit of await this.#units(selection)) {
      const destination = byId.get(unit.destination);
      if (destination) await this.#count(estimate, unit, selection, destination, now);
    }
    return { selection, destinations, estimate };
  }

  async #units(selection: RedriveSelection): Promise<RedriveUnit[]> {
    const { destinations, statuses, from_ms, to_ms } = selection;
    const [first, last] = [from_ms === null ? null : bucketOf(from_ms), bucketOf(to_ms)];
    const found = await Promise.all(
      statuses.map(async (status) =>
        (await readDeliveryDays(this.database, destinations, [status])).map(({ bucket, destination_id }) => ({
          bucket,
          destination: destination_id,
          status,
        })),
      ),
    );
    return found.flat().filter(({ bucket }) => (first === null || bucket >= first) && bucket <= last);
  }

  /** Where the canonical alone decides, the database counts; else each delivery is held against the filter. */
  async #count(
    estimate: Estimate,
    unit: RedriveUnit,
    selection: RedriveSelection,
    destination: DestinationRow,
    now: number,
  ): Promise<void> {
    const window = kindOf(destination.kind).limits.dedupWindowMs;
    const beforeMs = window === null ? 0 : now - window;
    if (wantsAll(destination)) {
      for (const group of await countRedrivable(this.database, unit, selection, beforeMs)) {
        if (destination.event_map[group.canonical] === undefined) continue;
        estimate.add(destination.id, { ...group, duplicates: group.triedBefore });
      }
      return;
    }
    let after: UnitPosition | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof readRedrivable>> = await readRedrivable(
        this.database,
        unit,
        selection,
        null,
        after,
        PAGE,
      );
      for (const row of page) {
        if (!matchStored(row, destination).send) continue;
        const at = row.acceptedAtMs;
        const duplicates = row.wasTried && at < beforeMs ? 1 : 0;
        estimate.add(destination.id, { count: 1, oldest: at, newest: at, duplicates });
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = { acceptedAt: last.acceptedAt, eventId: last.eventId };
    }
  }
}

/** The filter of a list as a redrive carries it out: only what may be sent again, only what exists by now. */
const selectionOf = (
  query: DeliveryQuery,
  destinations: readonly DestinationRow[],
  latestMs: number,
): RedriveSelection => ({
  destinations: destinations.map(({ id }) => id),
  statuses: REDRIVABLE.filter((status) => query.status?.includes(status) ?? true),
  canonicals: query.canonical ?? null,
  reasons: query.reason ?? null,
  uids: query.uid ?? null,
  eids: query.eid ?? null,
  event_ids: query.event_id ?? null,
  from_ms: query.from ?? null,
  to_ms: Math.min(query.to ?? latestMs, latestMs),
});
