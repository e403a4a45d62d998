import { randomUUID } from 'node:crypto';
import { bucket, deliveryId, destinationId, eventId, spaceId, type Outcome } from '@app/contracts';
import { anOutcome } from '@app/contracts/testing';
import {
  addCounters,
  deliveryCounters,
  ensureBuckets,
  insertDeliveries,
  type Database,
  type DeliveryRow,
} from '../src/index.js';

/** A delivery as intake makes it, with ids of its own, and what is given. */
export const aDelivery = (given: Partial<DeliveryRow> = {}): DeliveryRow => ({
  eventId: deliveryId.parse(randomUUID()),
  inboxId: eventId.parse(randomUUID()),
  bucket: bucket.parse('2026-11-02'),
  spaceId: spaceId.parse(randomUUID()),
  destinationId: destinationId.parse(randomUUID()),
  kind: 'webhook',
  canonical: 'registration',
  eventName: 'registration',
  currency: null,
  place: 'task',
  partition: 0,
  offset: 0,
  revision: 1,
  acceptedAtMs: 1_793_600_000_000,
  bornAtMs: 1_793_600_000_000,
  pausedBaseMs: 0,
  ...given,
});

/** Stores deliveries and counts them, as intake does. */
export async function storeDeliveries(database: Database, rows: readonly DeliveryRow[]): Promise<void> {
  await ensureBuckets(
    database,
    rows.map((row) => row.bucket),
  );
  await database.transaction(async (tx) => {
    await insertDeliveries(tx, rows);
    const counters = rows.flatMap((row) =>
      deliveryCounters(row.destinationId, row.bucket, null, { status: 'pending', place: row.place, settledAtMs: null }),
    );
    await addCounters(tx, 0, counters);
  });
}

/** An outcome of a delivery under an id of its own: of its first attempt, accepted by the endpoint; and what is given. */
export const outcomeFor = (row: DeliveryRow, given: Partial<Outcome> = {}): Outcome =>
  anOutcome({
    outcome_id: randomUUID(),
    event_id: row.eventId,
    inbox_id: row.inboxId,
    space_id: row.spaceId,
    destination_id: row.destinationId,
    bucket: row.bucket,
    ...given,
  });

/** Counters of deliveries that differ from a recount of the rows; empty when all agree. */
export const wrongCounters = (database: Database): Promise<Record<string, unknown>[]> =>
  database.query({
    text: `
      with rows as (select *, bucket::timestamp at time zone 'UTC' as day from event_outbox),
      recount as (
        select destination_id as scope, 'rows.' || status as name, day as slot, count(*) as value from rows group by 1, 2, 3
        union all
        select destination_id, 'place.' || place, day, count(*) from rows where place is not null group by 1, 2, 3
        union all
        select destination_id, 'flow.' || status, date_bin('15 minutes', settled_at, 'epoch'), count(*)
          from rows where settled_at is not null group by 1, 2, 3
      ),
      counted as (
        select scope, name, slot, sum(value) as value from counters
         where name <> all ('{flow.events,flow.duplicates,flow.deliveries}') group by 1, 2, 3 having sum(value) <> 0
      )
      select scope, name, slot, counted.value as counted, recount.value as recounted
        from counted full join recount using (scope, name, slot)
       where counted.value is distinct from recount.value`,
  });
