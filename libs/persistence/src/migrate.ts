import { setTimeout as delay } from 'node:timers/promises';
import { ensureUpcomingBuckets } from './buckets.js';
import { classifyDatabaseError, sqlState } from './database-error.js';
import { openDatabase, type Database, type DatabaseLog } from './database.js';
import { LOCKS } from './locks.js';
import { MIGRATIONS } from './migrations/index.js';

const UNDEFINED_TABLE = '42P01';
/** Longer than any step may run before somebody looks: building an index on a grown table is one statement. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

async function runPending(url: string): Promise<string[]> {
  // Only who migrates loads it: 30 MB that no service needs.
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url,
    applicationName: 'waybill-migrate',
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/**
 * Brings the database at `url` to the newest schema and makes the coming buckets. Repeating changes nothing; of several
 * at once one works and the others wait. Answers the names of the migrations that ran; rejects when the database does not
 * answer or a migration fails (each runs in a transaction of its own).
 */
export async function migrate(url: string): Promise<string[]> {
  const database = openDatabase({
    url,
    poolSize: 2,
    applicationName: 'waybill-migrate',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await database.transaction(async (lock) => {
      await lock.query({ text: `set local idle_in_transaction_session_timeout = 0` });
      await lock.query({ text: `select pg_advisory_xact_lock($1)`, values: [LOCKS.migrate] });
      const applied = await runPending(url);
      await ensureUpcomingBuckets(database, Date.now());
      return applied;
    });
  } finally {
    await database.close();
  }
}

/**
 * Whether every migration this build knows has run (a newer schema counts as ready). `false` too while the database is
 * away; any other failure is thrown.
 */
export async function schemaReady(database: Database): Promise<boolean> {
  try {
    const applied = await database.query<{ name: string }>({ text: `select name from migrations` });
    const names = new Set(applied.map(({ name }) => name));
    return MIGRATIONS.every(({ name }) => names.has(name));
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE || classifyDatabaseError(error) === 'retry') return false;
    throw error;
  }
}

const LOOK_MS = 250;

/** Resolves once the schema is ready, however long the database is away or nobody migrates it; says so once. */
export async function awaitSchema(database: Database, log: DatabaseLog): Promise<void> {
  for (let looks = 0; !(await schemaReady(database)); looks += 1) {
    if (looks === 0) log.warn({}, 'the database is away or its schema is not ready: waiting');
    await delay(LOOK_MS);
  }
}
