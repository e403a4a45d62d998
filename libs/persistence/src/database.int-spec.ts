import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type EmbeddedPostgres } from '@app/embedded';
import { classifyDatabaseError, openDatabase, sqlState, untilStored, type Database } from './index.js';

let server: EmbeddedPostgres;
let database: Database;
const warnings: string[] = [];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };

beforeAll(async () => {
  server = await startPostgres();
  database = openDatabase({
    url: server.url,
    poolSize: 3,
    applicationName: 'database-test',
    log,
    statementTimeoutMs: 1_000,
  });
});

afterAll(async () => {
  await database.close();
  await server.stop();
});

const one = (text: string) => database.query<{ v: unknown }>({ text: `select ${text} as v` });
const failing = async (text: string): Promise<unknown> => database.query({ text }).catch((error: unknown) => error);

describe('columns', () => {
  it.each<[string, unknown]>([
    ['5::bigint', 5],
    ['9007199254740991::bigint', 9_007_199_254_740_991],
    ['null::bigint', null],
    ['array[1, null]::bigint[]', [1, null]],
    [`'2026-11-02'::date`, '2026-11-02'],
    [`array['2026-11-02']::date[]`, ['2026-11-02']],
    [`'2026-11-02T01:02:03.456789+02'::timestamptz`, Date.UTC(2026, 10, 1, 23, 2, 3, 456)],
    [`array['epoch', null]::timestamptz[]`, [0, null]],
    [`'{}'::bigint[]`, []],
    [`'12.50000000'::numeric`, '12.50000000'],
    [`'\\x00ff'::bytea`, Buffer.from([0, 255])],
    [`'{"a": 1}'::jsonb`, { a: 1 }],
  ])('%s reads as %p', async (text, expected) => expect(await one(text)).toEqual([{ v: expected }]));

  it('refuses a whole number that would lose digits', async () => {
    await expect(one('9007199254740993::bigint')).rejects.toThrow('select it as text');
    await expect(one(`'infinity'::timestamptz`)).rejects.toThrow('no moment');
  });
});

describe('statements', () => {
  it('are prepared under their name', async () => {
    const statement = { name: 'test.named', text: 'select $1::int as v' };
    expect(await database.query({ ...statement, values: [1] })).toEqual([{ v: 1 }]);
    expect(await database.query({ ...statement, values: [2] })).toEqual([{ v: 2 }]);
  });

  it('leave a usable connection behind when they fail', async () => {
    const pid = await one('pg_backend_pid()');
    expect(sqlState(await failing('select 1 / 0'))).toBe('22012');
    expect(await one('pg_backend_pid()')).toEqual(pid);
  });

  it('plan for the values at hand, in UTC', async () => {
    expect(await one(`current_setting('plan_cache_mode') || ' ' || current_setting('timezone')`)).toEqual([
      { v: 'force_custom_plan UTC' },
    ]);
  });
});

describe('transactions', () => {
  beforeAll(() => database.query({ text: 'create table kept (v int primary key)' }));
  const kept = async () =>
    (await database.query<{ v: number }>({ text: 'select v from kept order by v' })).map(({ v }) => v);
  const insert = (value: number) => ({ text: 'insert into kept values ($1)', values: [value] });

  it('keep all or nothing', async () => {
    expect(await database.transaction(async (tx) => (await tx.query(insert(1))).length)).toBe(0);
    const broken = database.transaction(async (tx) => {
      await tx.query(insert(2));
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await kept()).toEqual([1]);
  });

  it('do not pass for committed when a failed statement was ignored', async () => {
    const ignoring = database.transaction(async (tx) => {
      await tx.query(insert(3));
      await tx.query(insert(1)).catch(() => undefined);
    });
    await expect(ignoring).rejects.toThrow('rolled back');
    expect(await kept()).toEqual([1]);
  });
});

describe('failures', () => {
  it.each<[string, string]>([
    [`select 'x'::int`, 'row'],
    [`insert into kept values (1)`, 'row'],
    [`select 1 from nowhere`, 'bug'],
    [`select pg_sleep(5)`, 'retry'],
    [`do $$ begin raise sqlstate '40P01'; end $$`, 'retry'],
    [`do $$ begin raise sqlstate '53100'; end $$`, 'retry'],
    [`do $$ begin raise sqlstate '08006'; end $$`, 'retry'],
  ])('%s: %s', async (text, expected) => expect(classifyDatabaseError(await failing(text))).toBe(expected));

  it('a row without a partition is no fault of the row; a violated check is', async () => {
    await database.query({ text: 'create table days (d date check (d > $$2000-01-01$$)) partition by range (d)' });
    expect(classifyDatabaseError(await failing(`insert into days values ('2026-01-01')`))).toBe('bucket');
    await database.query({ text: 'create table some_days partition of days default' });
    expect(classifyDatabaseError(await failing(`insert into days values ('1999-01-01')`))).toBe('row');
  });

  it('anything else is a bug', () => {
    expect(classifyDatabaseError(new TypeError('x is undefined'))).toBe('bug');
    expect(classifyDatabaseError('text')).toBe('bug');
  });
});

describe('a server that goes away', () => {
  it('restarted: statements fail as retryable, the process lives, and the pool comes back', async () => {
    await Promise.all([one('pg_sleep(0.05)'), one('pg_sleep(0.05)')]);
    expect(database.healthy()).toBe(true);
    const running = failing('select pg_sleep(9)');
    await server.server.kill();
    expect(classifyDatabaseError(await running)).toBe('retry');
    expect(classifyDatabaseError(await failing('select 1'))).toBe('retry');
    expect(database.healthy()).toBe(false);

    const waiting = untilStored(log, 'test', () => one('1'));
    await server.server.start();
    expect(await waiting).toEqual([{ v: 1 }]);
    expect(database.healthy()).toBe(true);
    expect(warnings).toContain('test: the database does not answer, trying until it does');
    expect(warnings).toContain('test: the database answers again');
  });

  it('stopped in its tracks: the client ends the wait by itself', async () => {
    await one('1');
    server.server.suspend();
    try {
      expect(classifyDatabaseError(await failing('select 1'))).toBe('retry');
    } finally {
      server.server.resume();
    }
    expect(await untilStored(log, 'test', () => one('1'))).toEqual([{ v: 1 }]);
  });

  it('ends the waiting when told to', async () => {
    const ending = new AbortController();
    await server.server.stop();
    const waiting = untilStored(log, 'test', () => one('1'), ending.signal);
    ending.abort();
    await expect(waiting).rejects.toThrow();
    await server.server.start();
  });
});
