import type { Queryable } from './database.js';

/**
 * Keys of the advisory locks, one list so that no two meanings share a number. Session locks are held by the one leader
 * of a periodic work; transaction locks by short exclusive steps.
 */
export const LOCKS = {
  migrate: 8_400_001,
  buckets: 8_400_002,
  emitter: 8_400_003,
  keeper: 8_400_004,
  audit: 8_400_005,
  ledger: 8_400_006,
} as const;

/** Takes a lock for the rest of the transaction if nobody holds it; says whether it did. */
export async function tryLock(tx: Queryable, key: number): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>({
    name: 'try_lock',
    text: 'select pg_try_advisory_xact_lock($1) as locked',
    values: [key],
  });
  return row?.locked ?? false;
}
