import { Inject, Injectable } from '@nestjs/common';
import type { SpaceId } from '@app/contracts';
import { countDeliveries, readDeliveriesOfDay } from '@app/persistence';
import type { Database, DeliveryStatus, ListedDelivery } from '@app/persistence';
import { cursorAt, pageOf, positionOf, timePosition, type ListQuery } from '../api/list.js';
import { DATABASE } from '../api/parts.js';
import type { DayPlan } from './day-plan.js';
import { DeliverySearch, type DeliveryQuery, type Search } from './delivery.search.js';
import { shownDelivery } from './delivery.view.js';

/** After this long a page ends where it stands, with a cursor: a filter that matches little must not hold a connection. */
const PAGE_BUDGET_MS = 150;
/** Counts of deliveries that ended well stop here: nobody reads a larger one. */
const COUNT_STOP = 100_000;
/** Counted to the end, however many. */
const COUNTED_EXACTLY: readonly DeliveryStatus[] = ['pending', 'failed', 'failed_permanently'];

/** Reads lists of deliveries day by day, newest first. */
@Injectable()
export class DeliveryPages {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly search: DeliverySearch,
  ) {}

  /** A page; shorter than asked for where the budget ran out first. */
  async list(space: SpaceId, query: DeliveryQuery & ListQuery) {
    const position = positionOf(query, timePosition);
    const before = position && { acceptedAt: position[0], eventId: position[1] };
    const search = await this.search.prepare(space, query, before);
    const names = new Map(search.destinations.map((destination) => [destination.id, destination]));
    const rows: ListedDelivery[] = [];
    const deadline = performance.now() + PAGE_BUDGET_MS;
    let unread: string | null = null;
    for (const { bucket, destinations, ids } of search.days) {
      if (performance.now() > deadline) {
        unread = endOf(bucket);
        break;
      }
      const limit = query.limit + 1 - rows.length;
      rows.push(
        ...(await readDeliveriesOfDay(this.database, search.filter, { bucket, destinations, ids, before, limit })),
      );
      if (rows.length > query.limit) break;
    }
    const page = pageOf(
      query,
      rows,
      (row) => [row.position, row.event_id],
      (row) => shownDelivery(row, names.get(row.destination_id)),
    );
    const rest = unread ?? cutOf(search);
    return page.next_cursor === null && rest !== null
      ? { ...page, next_cursor: cursorAt(query, [rest, FIRST_ID]) }
      : page;
  }

  /** How many there are: from counters where whole days are asked for by status alone, else by counting. */
  async count(space: SpaceId, query: DeliveryQuery): Promise<{ count: number; exact: boolean }> {
    const { days, filter, cutAt } = await this.search.prepare(space, query, null);
    const toTheEnd = filter.statuses?.every((status) => COUNTED_EXACTLY.includes(status)) === true;
    const plain = filter.canonicals === null && filter.reasons === null;
    const counted = plain ? days.filter(({ whole, ids }) => whole && ids === null) : [];
    const known = counted.reduce((sum, day) => sum + day.count, 0);
    const rest = days.filter((day) => !counted.includes(day));
    if (rest.length === 0) return { count: known, exact: cutAt === null };
    const stopAt = toTheEnd ? Number.MAX_SAFE_INTEGER : COUNT_STOP;
    const found = await countDeliveries(this.database, filter, amongOf(rest), stopAt);
    return { count: known + found, exact: cutAt === null && (toTheEnd || found < COUNT_STOP) };
  }
}

/** Days to be counted: by keys where there are ids, which then every day has. */
function amongOf(days: readonly DayPlan[]): Parameters<typeof countDeliveries>[2] {
  const keys = days.flatMap(({ bucket, ids }) => (ids ?? []).map((id) => ({ bucket, id })));
  if (keys.length === 0) return { days: days.map((day) => day.bucket) };
  return { buckets: keys.map((key) => key.bucket), ids: keys.map((key) => key.id) };
}

/** Below every id: a page that begins at a moment with it shows nothing of that moment. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const DAY_MS = 86_400_000;

const exact = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '+00');

/** The first moment after a day, from where the day is still to be read. */
const endOf = (bucket: string): string => exact(Date.parse(bucket) + DAY_MS);

const cutOf = ({ cutAt }: Search): string | null => (cutAt === null ? null : exact(cutAt));
