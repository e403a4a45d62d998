import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucket, bucketOf } from '@app/contracts';
import { testDatabase, type TestDatabase } from '@app/embedded/testing';
import {
  addCounters,
  awaitSchema,
  ensureBuckets,
  ensureUpcomingBuckets,
  migrate,
  openDatabase,
  partitionName,
  schemaReady,
  type Database,
} from './index.js';

let given: TestDatabase;
let database: Database;

beforeAll(async () => {
  given = await testDatabase();
  database = openDatabase({ url: given.url, poolSize: 6, applicationName: 'migrate-test' });
});

afterAll(async () => {
  await database.close();
  await given.drop();
});

const partitions = async (table: string): Promise<string[]> => {
  const rows = await database.query<{ name: string }>({
    text: `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
    values: [table],
  });
  return rows.map(({ name }) => name);
};

describe('migrating', () => {
  it('brings an empty database to the newest schema, once, however many try', async () => {
    expect(await schemaReady(database)).toBe(false);
    const warnings: string[] = [];
    const waiting = awaitSchema(database, { warn: (_fields, message) => void warnings.push(message) });
    const applied = await Promise.all([migrate(given.url), migrate(given.url), migrate(given.url)]);
    expect(applied.filter(({ length }) => length > 0)).toHaveLength(1);
    await waiting;
    expect(warnings).toHaveLength(1);
    expect(await migrate(given.url)).toEqual([]);
  });

  it('makes the buckets that events can fall into today', async () => {
    expect(await partitions('event_outbox')).toHaveLength(30);
    expect(await partitions('delivery_attempts')).toContain(partitionName('delivery_attempts', bucketOf(Date.now())));
  });

  it('is not ready where a migration is missing', async () => {
    await database.query({ text: `update migrations set name = name || '-' where name like 'People%'` });
    expect(await schemaReady(database)).toBe(false);
    await database.query({ text: `update migrations set name = rtrim(name, '-')` });
    expect(await schemaReady(database)).toBe(true);
  });
});

describe('buckets', () => {
  const days = ['2030-01-01', '2030-01-02', '2030-01-02'].map((text) => bucket.parse(text));

  it('are made by many at once, each once', async () => {
    await Promise.all([1, 2, 3, 4].map((turn) => ensureBuckets(database, turn % 2 ? days : days.toReversed())));
    for (const table of ['event_payloads', 'event_outbox', 'delivery_attempts']) {
      const made = await partitions(table);
      expect(made.filter((name) => name.includes('_2030'))).toEqual([`${table}_20300101`, `${table}_20300102`]);
    }
  });

  it('are made while a transaction reads the table', async () => {
    await database.transaction(async (tx) => {
      await tx.query({ text: 'select count(*) from event_outbox' });
      await ensureBuckets(database, [bucket.parse('2030-02-01')]);
    });
    expect(await partitions('event_outbox')).toContain('event_outbox_20300201');
  });

  it('have the indexes and storage settings of their table', async () => {
    const [found] = await database.query<{ indexes: number; options: string[] }>({
      text: `select (select count(*) from pg_index where indrelid = oid) as indexes, reloptions as options
               from pg_class where relname = 'event_outbox_20300101'`,
    });
    expect(found?.indexes).toBe(5);
    expect(found?.options).toContain('fillfactor=55');
  });

  it('reach back and ahead of a moment', async () => {
    await ensureUpcomingBuckets(database, Date.parse('2031-03-01T12:00:00Z'), { daysBack: 1, daysAhead: 1 });
    const made = (await partitions('event_outbox')).filter((name) => name.includes('_2031'));
    expect(made).toEqual(['20310228', '20310301', '20310302'].map((day) => `event_outbox_${day}`));
  });
});

describe('counters', () => {
  const scope = '00000000-0000-4000-8000-0000000000aa';
  const read = () =>
    database.query({
      text: `select name, slot, shard, value, amount from counters where scope = $1 order by name, shard`,
      values: [scope],
    });

  it('add up by key, exactly, and make no row for nothing', async () => {
    const change = (name: string, value: number, amount?: string) => ({
      scope,
      name,
      slotMs: 900_000,
      value,
      ...(amount === undefined ? {} : { amount }),
    });
    const changes = [change('b', 1, '0.10'), change('a', 2), change('b', 1, '0.20'), change('c', 1), change('c', -1)];
    await Promise.all([
      database.transaction((tx) => addCounters(tx, 1, changes)),
      database.transaction((tx) => addCounters(tx, 1, changes.toReversed())),
      database.transaction((tx) => addCounters(tx, 2, [])),
    ]);
    expect(await read()).toEqual([
      { name: 'a', slot: 900_000, shard: 1, value: 4, amount: '0.00000000' },
      { name: 'b', slot: 900_000, shard: 1, value: 4, amount: '0.60000000' },
    ]);
  });
});
