import type { Bucket } from '@app/contracts';
import { BUCKETED_TABLES, partitionName } from '../buckets.js';
import { timestamptz } from '../column-types.js';
import { slotOfBucket } from '../counters.js';
import { sqlState } from '../database-error.js';
import type { Database, Queryable } from '../database.js';

const DAY_MS = 86_400_000;

/** Longest that anybody waits behind a drop, a table; whoever then still uses them makes it try later. */
const LOCK_TIMEOUT_MS = 100;

/** SQLSTATEs of a lock that was not to be had: lock_not_available, deadlock_detected. */
const BUSY = new Set(['55P03', '40P01']);

/** `open`: something in it is not settled yet. `busy`: others are using the tables at this moment. */
export type Dropped = 'dropped' | 'open' | 'busy';

/**
 * Drops a day from all tables at once, with the counters of its rows, unless something in it is open. Whoever uses the
 * tables goes first: a drop that has to wait gives up.
 */
export async function dropBucket(database: Database, bucket: Bucket): Promise<Dropped> {
  if (await hasOpen(database, bucket)) return 'open';
  try {
    return await database.transaction((tx) => drop(tx, bucket));
  } catch (error) {
    if (BUSY.has(sqlState(error) ?? '')) return 'busy';
    throw error;
  }
}

async function drop(tx: Queryable, bucket: Bucket): Promise<Dropped> {
  await tx.query({ text: `set local lock_timeout = ${LOCK_TIMEOUT_MS}` });
  const parents = BUCKETED_TABLES.map((table) => `only ${table}`).join(', ');
  await tx.query({ text: `lock table ${parents} in access exclusive mode` });
  // From here on nobody can open anything in it.
  if (await hasOpen(tx, bucket)) return 'open';
  for (const table of BUCKETED_TABLES) await tx.query({ text: `drop table if exists ${partitionName(table, bucket)}` });
  await tx.query({
    name: 'retention.counters',
    text: `delete from counters where slot = $1 and (name like 'rows.%' or name like 'place.%')`,
    values: [timestamptz(slotOfBucket(bucket))],
  });
  return 'dropped';
}

async function hasOpen(db: Queryable, bucket: Bucket): Promise<boolean> {
  const [row] = await db.query<{ open: boolean }>({
    name: 'retention.open',
    text: 'select exists (select from event_outbox where bucket = $1 and place is not null) as open',
    values: [bucket],
  });
  return row?.open ?? true;
}

/**
 * Folds the counters of a day into one shard each: nobody writes them any more, and what is kept for ever should be
 * small. Sums stay what they are.
 */
export async function foldCounters(database: Database, bucket: Bucket): Promise<void> {
  const from = slotOfBucket(bucket);
  await database.query({
    name: 'retention.fold',
    text: `with gone as (
             delete from counters where slot >= $1 and slot < $2 and shard <> 0 returning scope, name, slot, value, amount
           )
           insert into counters as c (scope, name, slot, shard, value, amount)
           select scope, name, slot, 0, sum(value), sum(amount) from gone group by 1, 2, 3 order by 1, 2, 3
           on conflict (scope, name, slot, shard)
           do update set value = c.value + excluded.value, amount = c.amount + excluded.amount`,
    values: [timestamptz(from), timestamptz(from + DAY_MS)],
  });
}
