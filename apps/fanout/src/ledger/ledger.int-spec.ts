import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { silentLogger, testMetrics } from '@app/observability/testing';
import { addCounters, quarterHourOf, readLedger, type Database } from '@app/persistence';
import { migratedDatabase, type MigratedDatabase } from '@app/persistence/testing';
import { storeDelivery, storeEvent } from '../../../../test/support/console.rows.js';
import { LedgerLoop } from './ledger.loop.js';
import { ledgerMetrics } from './ledger.metrics.js';

let given: MigratedDatabase;
let database: Database;
const [space, destination] = [randomUUID(), randomUUID()];
const NOW = Date.now();

beforeAll(async () => {
  given = await migratedDatabase();
  database = given.database;
  await database.query({ text: `insert into spaces (id, name, revision) values ($1, 'a space', 1)`, values: [space] });
  await database.query({
    text: `insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map, max_attempts,
             horizon_s, max_concurrency, timeout_ms, revision)
           values ($1, $2, 'webhook', 'a hook', true, '{}', '{}', '{}', '{}', 10, 172800, 32, 10000, 1)`,
    values: [destination, space],
  });
  await database.query({
    text: `insert into hop_progress (topic, partition, first_offset, next_offset, fresh, duplicate)
           values ('events', 0, 10, 15, 3, 2), ('outcomes', 0, 0, 99, 0, 0)`,
  });
});

afterAll(() => given.drop());

function aLoop(instance: string) {
  const metrics = testMetrics();
  const log = silentLogger();
  const crash = (error: unknown): void => expect(error).toBeUndefined();
  const options = { database, topic: 'events', instance, intervalMs: 60_000, log, crash };
  return { loop: new LedgerLoop({ ...options, metrics: ledgerMetrics(metrics) }), text: () => metrics.text() };
}

async function delivery(state: Parameters<typeof storeDelivery>[3], acceptedAt = NOW) {
  const event = await storeEvent(database, space, { acceptedAt });
  const slotMs = quarterHourOf(acceptedAt);
  await addCounters(database, 1, [{ scope: space, name: 'flow.deliveries', slotMs, value: 1 }]);
  return storeDelivery(database, event, destination, state);
}

describe('the ledger', () => {
  it('is 0 off where nothing is missing, then names what is', async () => {
    await delivery({ status: 'sent' });
    await delivery({ status: 'failed', place: 'tier' });
    await delivery({ status: 'failed_permanently' }, NOW - 3 * 86_400_000);
    const { loop, text } = aLoop('one');
    await loop.look();
    expect(await text()).toMatch(/waybill_ledger_off\{sum="open"\} 0\n/);
    const clean = await readLedger(database);
    expect(clean?.report.door).toMatchObject([{ partition: 0, off: 0 }]);
    expect(clean?.report.days.filter(({ rows }) => rows > 0)).toMatchObject([
      { matched: 2, rows: 2, off: { fan_out: 0, delivery: 0, open: 0 } },
      { matched: 1, rows: 1, off: { fan_out: 0, delivery: 0, open: 0 } },
    ]);

    const { id, bucket } = await delivery({ status: 'failed', place: 'here' });
    await database.query({
      text: 'update event_outbox set place = null where bucket = $1 and event_id = $2',
      values: [bucket, id],
    });
    const lost = await delivery({ status: 'sent' }, NOW - 3 * 86_400_000);
    await database.query({
      text: 'delete from event_outbox where bucket = $1 and event_id = $2',
      values: [lost.bucket, lost.id],
    });
    await database.query({ text: `update hop_progress set next_offset = 16 where topic = 'events'` });
    await loop.look();
    const shown = await text();
    for (const [sum, off] of Object.entries({ door: 1, fan_out: 1, delivery: 2, open: 1 }))
      expect(shown).toContain(`waybill_ledger_off{sum="${sum}"} ${off}\n`);
    const report = (await readLedger(database))?.report;
    const days = new Map(report?.days.map((day) => [day.bucket, day]));
    expect(days.get(bucket)?.open).toEqual([
      { space_id: space, destination_id: destination, rows: 1, event_ids: [id] },
    ]);
    expect(days.get(lost.bucket)?.fan_out).toEqual([{ space_id: space, matched: 2, rows: 1 }]);
    expect(days.get(lost.bucket)?.delivery).toMatchObject([{ counter: 'rows.sent', counted: 1, recounted: 0 }]);
  });

  it('is read by one process at a time, and told by that one alone', async () => {
    const { loop, text } = aLoop('two');
    await loop.look();
    expect((await readLedger(database))?.readBy).toBe('one');
    await database.query({ text: `update ledger set read_at = now() - interval '2 minutes'` });
    await loop.look();
    expect((await readLedger(database))?.readBy).toBe('two');
    expect(await text()).toContain('waybill_ledger_off{sum="door"} 1\n');
    const first = aLoop('one');
    await first.loop.look();
    expect(await first.text()).toContain('waybill_ledger_off{sum="door"} 0\n');
  });
});
