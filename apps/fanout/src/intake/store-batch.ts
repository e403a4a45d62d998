import type { DeliveryTask, EventId } from '@app/contracts';
import type { ConfigurationView, Database, DeliveryRow, PositionAdvance, Queryable } from '@app/persistence';
import {
  addCounters,
  advancePositions,
  beginPositions,
  claimFirsts,
  insertDeliveries,
  insertInbox,
  insertPayloads,
  lockPositions,
  readRooms,
} from '@app/persistence';
import { namesClick, type ClicksOfEvents } from '../clicks/click-join.js';
import { firstTask } from '../tasks/delivery-task.js';
import type { IntakeEvent } from './parse-record.js';
import { counterChanges, matchAll, placeAll, type Circumstances } from './plan.js';
import { replayDeliveries } from './replay.js';

/** What one transaction is about: parsed records of one topic, and how far its partitions were read. */
export interface IntakeBatch {
  topic: string;
  events: readonly IntakeEvent[];
  slices: readonly SliceSummary[];
  clicks: ClicksOfEvents;
}

/** One partition's share of a batch. `expected`: the position this process last saw in the database. */
export interface SliceSummary {
  partition: number;
  from: number;
  next: number;
  expected: number | null;
  /** Revision of the configuration its records were read with. */
  revision: number;
  appendTimeMs: number;
  rejected: number;
  tombstones: number;
  skipped: number;
}

/** What became of a batch. */
export type StoreResult =
  | {
      is: 'stored';
      tasks: DeliveryTask[];
      fresh: number;
      duplicates: number;
      replayed: number;
      /** New events with their click, and those whose click is not known. */
      joined: number;
      unjoined: number;
      next: Map<number, number>;
    }
  /** Another process has moved a position: nothing was written. */
  | { is: 'fenced'; next: Map<number, number> }
  /** The configuration in the database is newer than what records were read with: nothing was written. */
  | { is: 'outdated'; revision: number };

export interface StoreContext {
  database: Database;
  configuration: ConfigurationView;
  shard: number;
}

class GiveUp extends Error {
  constructor(readonly result: Exclude<StoreResult, { is: 'stored' }>) {
    super(result.is);
  }
}

/**
 * Stores a batch in one transaction: positions, inbox, payloads, deliveries, counters. Either all of it is there
 * afterwards or nothing; the tasks returned are to be produced once it has committed.
 */
export async function storeBatch(context: StoreContext, batch: IntakeBatch): Promise<StoreResult> {
  try {
    return await context.database.transaction((tx) => store(tx, context, batch));
  } catch (error) {
    if (error instanceof GiveUp) return error.result;
    throw error;
  }
}

async function store(tx: Queryable, { configuration, shard }: StoreContext, batch: IntakeBatch): Promise<StoreResult> {
  const positions = await claim(tx, configuration, batch);
  const once = firstCopies(batch.events);
  const rows = once.map(({ row }) => row);
  const { revision } = configuration;
  const freshIds = rows.length === 0 ? new Set<EventId>() : await insertInbox(tx, rows, revision);
  const fresh = once.filter(({ row }) => freshIds.has(row.inboxId));
  const isFresh = new Set(fresh);
  const wasRead = ({ row }: IntakeEvent): boolean => row.offset < (positions.get(row.partition) ?? 0);
  const known = batch.events.filter((event) => !isFresh.has(event));
  const replayed = known.filter(wasRead);
  const duplicates = known.filter((event) => !wasRead(event));

  const deliveries = await createDeliveries(tx, configuration, fresh, batch.clicks, revision);
  const again = await replayDeliveries(tx, configuration, replayed);
  await advancePositions(
    tx,
    batch.topic,
    batch.slices.map((slice) => advance(slice, { fresh, duplicates, replayed })),
  );
  await addCounters(tx, shard, counterChanges(fresh, deliveries, duplicates));

  const byId = new Map(fresh.map((event) => [event.row.inboxId, event]));
  const tasks = deliveries.flatMap((delivery) => {
    const event = byId.get(delivery.inboxId);
    return event && delivery.place === 'task'
      ? [firstTask(delivery, event, batch.clicks.get(delivery.inboxId)?.context ?? null)]
      : [];
  });
  return {
    is: 'stored',
    tasks: [...tasks, ...again],
    fresh: fresh.length,
    duplicates: duplicates.length,
    replayed: replayed.length,
    joined: fresh.filter(({ row }) => batch.clicks.has(row.inboxId)).length,
    unjoined: fresh.filter((event) => namesClick(event) && !batch.clicks.has(event.row.inboxId)).length,
    next: new Map(
      batch.slices.map(({ partition, next }) => [partition, Math.max(next, positions.get(partition) ?? 0)]),
    ),
  };
}

/** Locks the positions and makes sure that nobody moved them and that the configuration is the newest. */
async function claim(
  tx: Queryable,
  configuration: ConfigurationView,
  batch: IntakeBatch,
): Promise<Map<number, number>> {
  const starts = batch.slices
    .filter(({ expected }) => expected === null)
    .map(({ partition, from }) => [partition, from] as const);
  if (starts.length > 0) await beginPositions(tx, batch.topic, new Map(starts));
  const partitions = batch.slices.map(({ partition }) => partition);
  const { next, revision } = await lockPositions(tx, batch.topic, partitions);
  const moved = batch.slices.some(({ partition, expected, from }) => next.get(partition) !== (expected ?? from));
  if (moved) throw new GiveUp({ is: 'fenced', next });
  const readWith = Math.min(configuration.revision, ...batch.slices.map((slice) => slice.revision));
  if (revision > readWith) throw new GiveUp({ is: 'outdated', revision });
  return next;
}

/** Of copies within the batch the first stands; the others are duplicates like any. */
function firstCopies(events: readonly IntakeEvent[]): IntakeEvent[] {
  const seen = new Set<EventId>();
  return events.filter(({ row }) => !seen.has(row.inboxId) && seen.add(row.inboxId));
}

async function createDeliveries(
  tx: Queryable,
  configuration: ConfigurationView,
  fresh: readonly IntakeEvent[],
  clicks: ClicksOfEvents,
  revision: number,
): Promise<DeliveryRow[]> {
  if (fresh.length === 0) return [];
  const rows = fresh.map(({ row }) => row);
  const firsts = await claimFirsts(tx, rows);
  await insertPayloads(tx, rows, new Map([...clicks].map(([id, { bytes }]) => [id, bytes])));
  const circumstances = ({ row }: IntakeEvent): Circumstances => ({
    first: row.uid === null || firsts.has(row.inboxId),
    link: clicks.get(row.inboxId)?.context.link ?? null,
    country: clicks.get(row.inboxId)?.context.country ?? null,
  });
  const unplaced = matchAll(fresh, circumstances, (space) => configuration.destinationsOf(space), revision);
  if (unplaced.length === 0) return [];
  const rooms = await readRooms(tx, [...new Set(unplaced.map(({ destinationId }) => destinationId))]);
  const deliveries = placeAll(unplaced, rooms, (id) => configuration.destination(id));
  await insertDeliveries(tx, deliveries);
  return deliveries;
}

interface Split {
  fresh: readonly IntakeEvent[];
  duplicates: readonly IntakeEvent[];
  replayed: readonly IntakeEvent[];
}

function advance(slice: SliceSummary, split: Split): PositionAdvance {
  const count = (events: readonly IntakeEvent[]): number =>
    events.filter(({ row }) => row.partition === slice.partition).length;
  return {
    partition: slice.partition,
    next: slice.next,
    appendTimeMs: slice.appendTimeMs,
    fresh: count(split.fresh),
    duplicate: count(split.duplicates),
    replayed: count(split.replayed),
    rejected: slice.rejected,
    tombstones: slice.tombstones,
    skipped: slice.skipped,
  };
}
