import { types } from 'node:util';
import pg from 'pg';

/**
 * What a failed statement means for its caller.
 * - `row`: the data is at fault (SQLSTATE classes 22, 23); the same row fails again, its neighbours need not.
 * - `bucket`: the day's partition does not exist yet: `ensureBuckets`, then again.
 * - `retry`: the database is away, overloaded, restarting or chose this transaction as a victim: the same again later.
 * - `bug`: the statement or the schema is wrong; repeating cannot help.
 */
export type DatabaseErrorClass = 'row' | 'bucket' | 'retry' | 'bug';

/** Connection, resources, operator, rollback; system errors of the server's machine. */
const RETRY_CLASSES = new Set(['08', '53', '57', '40', '58']);
/** Lock not available; read-only after a failover to a standby. */
const RETRY_STATES = new Set(['55P03', '25006']);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** pg gives its own connection failures no code. */
const CONNECTION_MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

const CHECK_VIOLATION = '23514';

const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A name with several addresses fails with one error for each. */
const partsOf = (error: Error): readonly unknown[] =>
  'errors' in error && Array.isArray(error.errors) ? error.errors : [];

function isNetworkFault(error: Error): boolean {
  const parts = partsOf(error);
  if (parts.length > 0) return parts.some((part) => types.isNativeError(part) && isNetworkFault(part));
  const code = codeOf(error);
  return code === undefined ? CONNECTION_MESSAGES.test(error.message) : NETWORK_CODES.has(code);
}

/** Sorts anything a statement, a transaction or a connect threw. */
export function classifyDatabaseError(error: unknown): DatabaseErrorClass {
  if (!types.isNativeError(error)) return 'bug';
  if (!(error instanceof pg.DatabaseError)) return isNetworkFault(error) ? 'retry' : 'bug';
  const state = error.code ?? '';
  // A row without a partition is reported as a check violation, but of no constraint.
  if (state === CHECK_VIOLATION && error.constraint === undefined) return 'bucket';
  const group = state.slice(0, 2);
  if (group === '22' || group === '23') return 'row';
  return RETRY_CLASSES.has(group) || RETRY_STATES.has(state) ? 'retry' : 'bug';
}

/** The SQLSTATE of a refusal by the server; `null` for anything else. */
export const sqlState = (error: unknown): string | null =>
  error instanceof pg.DatabaseError ? (error.code ?? null) : null;

/** Whether the connection a statement failed on may no longer be used: it is gone, or still busy with that statement. */
export const breaksConnection = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? error.severity === 'FATAL' || error.severity === 'PANIC'
    : types.isNativeError(error) && isNetworkFault(error);
