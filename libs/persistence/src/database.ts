import pg from 'pg';
import { arrayLiteral } from './array-literal.js';
import { columnTypes } from './column-types.js';
import { breaksConnection, classifyDatabaseError } from './database-error.js';

/** One statement. With a `name` it is parsed once a connection; one name stands for one text. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** Where statements run: the pool, or one transaction. Rows read as `columnTypes` says. */
export interface Queryable {
  query<T extends pg.QueryResultRow>(statement: Statement): Promise<T[]>;
}

/** A pool of connections. A database that is away rejects statements; it never ends the process. */
export interface Database extends Queryable {
  /**
   * Runs `work` between `begin` and `commit`; any exception rolls back and is thrown on. When the connection breaks in
   * `commit` the outcome is unknown, so work must be safe to repeat.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Runs `work`, which only reads, at one moment of the database: what its statements see fits together. */
  snapshot<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** The newest statement did not fail for want of a database; `false` before the first one. */
  healthy(): boolean;
  /** Waits for the statements that run, then disconnects. Repeatable. */
  close(): Promise<void>;
}

/** Where the pool says what happened to idle connections; pino's shape. */
export interface DatabaseLog {
  warn(fields: object, message: string): void;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly poolSize: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly log?: DatabaseLog;
  /** The server cancels a statement after this (ms); 30,000. The client gives the connection up 5 s later. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** A server that is stopped or cut off cancels nothing: then the client ends the wait. */
const SILENCE_GRACE_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
/** A process that died mid-transaction must not hold locks. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/**
 * Plans are made for the parameters at hand, so a bucket given as `$1` prunes to one partition while planning; a generic
 * plan would lock every partition at each execution.
 */
const SESSION_OPTIONS = '-c timezone=UTC -c plan_cache_mode=force_custom_plan -c jit=off';

const run = async <T extends pg.QueryResultRow>(client: pg.PoolClient, statement: Statement): Promise<T[]> => {
  const { name, text, values = [] } = statement;
  const parameters = values.map((value: unknown) => (Array.isArray(value) ? arrayLiteral(value) : value));
  const result = await client.query<T>({ text, values: parameters, ...(name === undefined ? {} : { name }) });
  return result.rows;
};

type Begin = 'begin' | 'begin isolation level repeatable read read only';

async function inTransaction<T>(client: pg.PoolClient, begin: Begin, work: (tx: Queryable) => Promise<T>): Promise<T> {
  await client.query(begin);
  const result = await work({ query: (statement) => run(client, statement) });
  const ended = await client.query('commit');
  // After a failed statement the server answers `commit` with a rollback, without an error.
  if (ended.command !== 'COMMIT') throw new Error('the transaction was rolled back: a failed statement was ignored');
  return result;
}

/** Rolls back after a failure; `false` when the connection cannot even do that, whereupon the server does it itself. */
async function rollsBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (breaksConnection(error)) return false;
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

/** Opens a pool; connects with the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    types: columnTypes,
    options: SESSION_OPTIONS,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + SILENCE_GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  let healthy = false;
  let closed: Promise<void> | undefined;

  const lost = (error: Error): void => {
    healthy = false;
    options.log?.warn({ err: error }, 'a database connection was lost');
  };
  // Without listeners Node ends the process when the server closes a connection: idle ones report to the pool, those in
  // use to the client.
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', () => undefined));

  /** `usable` says after a failure whether the connection may go back to the pool. */
  const withClient = async <T>(
    work: (client: pg.PoolClient) => Promise<T>,
    usable: (client: pg.PoolClient, error: unknown) => Promise<boolean> | boolean,
  ): Promise<T> => {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      const result = await work(client);
      healthy = true;
      client.release();
      return result;
    } catch (error) {
      if (classifyDatabaseError(error) === 'retry') healthy = false;
      if (client) client.release(!(await usable(client, error)));
      throw error;
    }
  };

  const transaction = <T>(begin: Begin, work: (tx: Queryable) => Promise<T>): Promise<T> =>
    withClient((client) => inTransaction(client, begin, work), rollsBack);

  return {
    query: (statement) =>
      withClient(
        (client) => run(client, statement),
        (_client, error) => !breaksConnection(error),
      ),
    transaction: (work) => transaction('begin', work),
    snapshot: (work) => transaction('begin isolation level repeatable read read only', work),
    healthy: () => healthy,
    close: () => (closed ??= pool.end()),
  };
}
