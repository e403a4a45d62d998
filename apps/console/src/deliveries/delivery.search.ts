import { Inject, Injectable } from '@nestjs/common';
import type { Bucket, DeliveryId, SpaceId } from '@app/contracts';
import { deliveryIdOf } from '@app/identity';
import { locateDeliveries, readDeliveryDays, readDestinations } from '@app/persistence';
import type { Database, DeliveryFilter, DeliveryPosition, DestinationRow } from '@app/persistence';
import type { z } from 'zod';
import { EventPages } from '../events/event.pages.js';
import { DATABASE } from '../api/parts.js';
import { planDays, type DayPlan } from './day-plan.js';
import type { deliveryFilters } from './delivery.shape.js';

/** Filters of a list of deliveries, parsed. */
export type DeliveryQuery = z.output<z.ZodObject<typeof deliveryFilters>>;

/** Most events of the uids or eids asked for that one call looks at; the newest ones. */
const MAX_EVENTS = 1_000;

/** A list of deliveries, ready to be read day by day. */
export interface Search {
  readonly filter: DeliveryFilter;
  readonly destinations: readonly DestinationRow[];
  readonly days: readonly DayPlan[];
  /** Older events of these uids or eids were not looked at: when the oldest one looked at was accepted, epoch ms. */
  readonly cutAt: number | null;
}

/** Ids by day, and where looking for them stopped. */
interface Narrowed {
  readonly byDay: ReadonlyMap<Bucket, readonly DeliveryId[]>;
  readonly cutAt: number | null;
}

/** Turns the filters of a list into the few places where its deliveries lie. */
@Injectable()
export class DeliverySearch {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly events: EventPages,
  ) {}

  /** Everything that matches, from a position on. */
  async prepare(space: SpaceId, query: DeliveryQuery, before: DeliveryPosition | null): Promise<Search> {
    const destinations = await readDestinations(this.database, {
      space,
      ids: query.destination ?? null,
      kinds: query.kind ?? null,
      withDeleted: true,
    });
    const filter: DeliveryFilter = {
      destinations: destinations.map((destination) => destination.id),
      statuses: query.status ?? null,
      canonicals: query.canonical ?? null,
      reasons: query.reason ?? null,
      fromMs: query.from ?? null,
      toMs: query.to ?? null,
    };
    const days = await readDeliveryDays(this.database, filter.destinations, filter.statuses);
    const buckets = [...new Set(days.map((day) => day.bucket))];
    const narrowed = await this.#narrow(space, query, filter, buckets, before);
    const notAfter = before && buckets.find((day) => day <= before.acceptedAt.slice(0, 10));
    return {
      filter,
      destinations,
      days: before && !notAfter ? [] : planDays(days, filter, narrowed?.byDay ?? null, notAfter),
      cutAt: narrowed?.cutAt ?? null,
    };
  }

  /** The ids a list is narrowed to by `uid`, `eid` or `event_id`; `null` when it is not. */
  async #narrow(
    space: SpaceId,
    query: DeliveryQuery,
    filter: DeliveryFilter,
    buckets: readonly Bucket[],
    before: DeliveryPosition | null,
  ): Promise<Narrowed | null> {
    const { event_id: wanted } = query;
    if (query.uid || query.eid) {
      const found = await this.#ofEvents(space, query, filter, before);
      if (!wanted) return found;
      return { ...found, byDay: intersect(found.byDay, new Set(wanted)) };
    }
    if (!wanted) return null;
    const located = await locateDeliveries(this.database, buckets, wanted);
    return { byDay: collect(located.map(({ bucket, event_id }) => [bucket, event_id])), cutAt: null };
  }

  async #ofEvents(
    space: SpaceId,
    query: DeliveryQuery,
    filter: DeliveryFilter,
    before: DeliveryPosition | null,
  ): Promise<Narrowed> {
    const events = await this.events.read(
      {
        space,
        uids: query.uid ?? null,
        eids: query.eid ?? null,
        tgIds: null,
        fromMs: filter.fromMs,
        toMs: filter.toMs,
      },
      before && { acceptedAt: before.acceptedAt, inboxId: LAST_ID },
      MAX_EVENTS,
    );
    const ids = events.flatMap((event) =>
      filter.destinations.map((id): [Bucket, DeliveryId] => [event.bucket, deliveryIdOf(event.inbox_id, id)]),
    );
    return { byDay: collect(ids), cutAt: events.length < MAX_EVENTS ? null : (events.at(-1)?.accepted_at ?? null) };
  }
}

/** Above every id: the event of the position itself may have more deliveries to show. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const collect = (ids: readonly (readonly [Bucket, DeliveryId])[]): Map<Bucket, DeliveryId[]> =>
  new Map([...Map.groupBy(ids, ([bucket]) => bucket)].map(([bucket, group]) => [bucket, group.map(([, id]) => id)]));

const intersect = (
  byDay: ReadonlyMap<Bucket, readonly DeliveryId[]>,
  wanted: ReadonlySet<DeliveryId>,
): Map<Bucket, DeliveryId[]> =>
  collect([...byDay].flatMap(([bucket, ids]) => ids.filter((id) => wanted.has(id)).map((id) => [bucket, id] as const)));
