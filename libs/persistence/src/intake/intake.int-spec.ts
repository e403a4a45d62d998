import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Bucket, DeliveryId, DestinationId, EventId, SpaceId } from '@app/contracts';
import { bucketOf } from '@app/contracts';
import { testDatabase, type TestDatabase } from '@app/embedded/testing';
import {
  addCounters,
  advancePositions,
  beginPositions,
  claimFirsts,
  insertDeliveries,
  insertInbox,
  insertPayloads,
  lockPositions,
  migrate,
  openDatabase,
  readBuckets,
  readPosition,
  readRooms,
  readUntouched,
  readWaiting,
  returnLost,
  returnUnproduced,
  slotOfBucket,
  takeWaiting,
  type Database,
  type DeliveryRow,
  type EventRow,
} from '../index.js';

let given: TestDatabase;
let database: Database;

beforeAll(async () => {
  given = await testDatabase();
  await migrate(given.url);
  database = openDatabase({ url: given.url, poolSize: 4, applicationName: 'intake-test' });
});

afterAll(async () => {
  await database.close();
  await given.drop();
});

const now = Date.now();
const today = bucketOf(now);
const space = randomUUID() as SpaceId;

const event = (over: Partial<EventRow> = {}): EventRow => ({
  inboxId: randomUUID() as EventId,
  bucket: today,
  spaceId: space,
  canonical: 'deposit',
  uid: 'u',
  eid: null,
  tgId: '42',
  value: '25.00',
  currency: 'USD',
  occurredAtMs: now,
  acceptedAtMs: now,
  door: 'http',
  partition: 0,
  offset: 10,
  payload: Buffer.from('{}'),
  ...over,
});

const delivery = (of: EventRow, destinationId: DestinationId, over: Partial<DeliveryRow> = {}): DeliveryRow => ({
  eventId: randomUUID() as DeliveryId,
  inboxId: of.inboxId,
  bucket: of.bucket,
  spaceId: space,
  destinationId,
  kind: 'webhook',
  canonical: of.canonical,
  eventName: 'Purchase',
  currency: 'USD',
  place: 'task',
  partition: of.partition,
  offset: of.offset,
  revision: 1,
  acceptedAtMs: now,
  bornAtMs: now,
  pausedBaseMs: 0,
  ...over,
});

const newDestination = (): DestinationId => randomUUID() as DestinationId;

async function stored(destination: DestinationId, over: Partial<DeliveryRow>[]): Promise<DeliveryRow[]> {
  const events = over.map(() => event({ uid: null }));
  await insertPayloads(database, events);
  const rows = events.map((one, index) => delivery(one, destination, over[index]));
  await insertDeliveries(database, rows);
  await addCounters(
    database,
    0,
    rows.map(({ place, bucket }) => ({
      scope: destination,
      name: `place.${place}`,
      slotMs: slotOfBucket(bucket),
      value: 1,
    })),
  );
  return rows;
}

describe('the inbox', () => {
  it('says which events are new, also to two transactions at once', async () => {
    const events = Array.from({ length: 50 }, () => event());
    const answers = await Promise.all([
      database.transaction((tx) => insertInbox(tx, events, 1)),
      database.transaction((tx) => insertInbox(tx, events.toReversed(), 1)),
    ]);
    expect(answers[0].size + answers[1].size).toBe(50);
    expect(
      await readBuckets(
        database,
        events.map(({ inboxId }) => inboxId),
      ),
    ).toEqual(new Map(events.map(({ inboxId }) => [inboxId, today])));
  });

  it('gives the first of a canonical to one event of a uid', async () => {
    const [a, b, c] = [event({ uid: 'once' }), event({ uid: 'once' }), event({ uid: 'once', canonical: 'contact' })];
    expect(await claimFirsts(database, [a, b, c])).toEqual(new Set([a.inboxId, c.inboxId]));
    expect(await claimFirsts(database, [event({ uid: 'once' })])).toEqual(new Set());
  });
});

describe('positions', () => {
  it('begin once, move forward only, and carry the ledger', async () => {
    expect(await readPosition(database, 'events.test', 3)).toBeNull();
    await beginPositions(database, 'events.test', new Map([[3, 100]]));
    await beginPositions(database, 'events.test', new Map([[3, 5]]));
    const move = {
      partition: 3,
      appendTimeMs: now,
      fresh: 1,
      duplicate: 2,
      replayed: 0,
      rejected: 1,
      tombstones: 0,
      skipped: 3,
    };
    await advancePositions(database, 'events.test', [{ ...move, next: 107 }]);
    await advancePositions(database, 'events.test', [{ ...move, next: 90 }]);
    expect(await database.transaction((tx) => lockPositions(tx, 'events.test', [3]))).toEqual({
      revision: 1,
      next: new Map([[3, 107]]),
    });
  });
});

describe('deliveries that wait in the outbox', () => {
  it('are taken when due, with all a task needs, and counted by whoever moves them', async () => {
    const destination = newDestination();
    const rows = await stored(destination, [
      { place: 'here' },
      { place: 'here' },
      { place: 'here' },
      { place: 'task' },
    ]);
    await database.query({
      text: `update event_outbox set due_at = now() + interval '1 h' where event_id = $1`,
      values: [rows[0]?.eventId],
    });
    expect(await readWaiting(database)).toContainEqual({ destinationId: destination, bucket: today, count: 3 });
    const taken = await takeWaiting(database, { destinationId: destination, bucket: today, limit: 10 });
    expect(new Set(taken.map(({ event_id }) => event_id))).toEqual(new Set([rows[1]?.eventId, rows[2]?.eventId]));
    expect(taken[0]).toMatchObject({
      bucket: today,
      event_name: 'Purchase',
      dispatch: 1,
      attempt_count: 0,
      tg_id: '42',
      born_ms: now,
      occurred_ms: now,
    });
  });

  it('are shared between takers that come at once', async () => {
    const destination = newDestination();
    await stored(
      destination,
      Array.from({ length: 40 }, () => ({ place: 'here' as const })),
    );
    const take = { destinationId: destination, bucket: today, limit: 25 };
    const [one, two] = await Promise.all([
      database.transaction((tx) => takeWaiting(tx, take)),
      database.transaction((tx) => takeWaiting(tx, take)),
    ]);
    const all = [...one, ...two].map(({ event_id }) => event_id);
    expect(new Set(all).size).toBe(all.length);
  });

  it('come back with a raised dispatch when kafka does not take them', async () => {
    const destination = newDestination();
    const [row] = await stored(destination, [{ place: 'task' }]);
    if (!row) throw new Error('no row');
    expect(await returnUnproduced(database, today, [{ eventId: row.eventId, dispatch: 2 }])).toEqual([]);
    expect(await returnUnproduced(database, today, [{ eventId: row.eventId, dispatch: 1 }])).toEqual([
      { destination_id: destination, count: 1 },
    ]);
    expect(await takeWaiting(database, { destinationId: destination, bucket: today, limit: 1 })).toMatchObject([
      { dispatch: 2 },
    ]);
  });
});

describe('a replay', () => {
  it('finds only what kafka should hold and nobody has attempted', async () => {
    const rows = await stored(newDestination(), [{}, {}, { place: 'here' }]);
    await database.query({
      text: 'update event_outbox set attempt_count = 1 where event_id = $1',
      values: [rows[1]?.eventId],
    });
    const untouched = await readUntouched(
      database,
      today,
      rows.map(({ eventId }) => eventId),
    );
    expect(untouched).toEqual([rows[0]]);
  });
});

describe('a lost delivery', () => {
  it('goes back, unless its task was never produced or is younger than the trial', async () => {
    const destination = newDestination();
    const rows = await stored(destination, [{ offset: 10 }, { offset: 99 }]);
    const lost = {
      bucket: today,
      destinations: [destination],
      place: 'task' as const,
      tier: null,
      produced: [50],
      limit: 10,
    };
    expect(await returnLost(database, { ...lost, placedBeforeMs: now - 60_000 })).toEqual([]);
    expect(await returnLost(database, { ...lost, placedBeforeMs: Date.now() + 60_000 })).toEqual([
      { destination_id: destination, count: 1 },
    ]);
    const taken = await takeWaiting(database, { destinationId: destination, bucket: today, limit: 10 });
    expect(taken).toMatchObject([{ event_id: rows[0]?.eventId, dispatch: 2 }]);
  });
});

describe('rooms', () => {
  it('count what is on its way, whatever the bucket and shard', async () => {
    const destination = newDestination();
    const yesterday = bucketOf(now - 86_400_000);
    const change = (bucket: Bucket, value: number) => ({
      scope: destination,
      name: 'place.task',
      slotMs: slotOfBucket(bucket),
      value,
    });
    await addCounters(database, 1, [change(today, 5)]);
    await addCounters(database, 2, [change(yesterday, 3), change(today, -1)]);
    expect((await readRooms(database, [destination])).get(destination)).toEqual({
      state: 'active',
      heldUntilMs: null,
      windowSize: 1000,
      inMain: 7,
    });
  });
});
