import { bucketOf, type Bucket } from '@app/contracts';
import type { Database, Queryable } from './database.js';
import { LOCKS } from './locks.js';

const DAY_MS = 86_400_000;

/** How far `ensureUpcomingBuckets` looks: ahead of the clock, and back as far as Kafka's retention of `events` plus a day. */
const BUCKET_HORIZON = { daysAhead: 14, daysBack: 15 } as const;

interface Partitioned {
  readonly table: string;
  readonly storage: string;
}

/**
 * Tables that share the bucket. An outbox row is updated once, shortly after it was written: half-filled pages let the
 * new version lie beside the old one, so one page is written instead of two. All are vacuumed without the pauses that
 * let a busy day outgrow its vacuum; payloads and attempts only ever grow.
 */
const PARTITIONED: readonly Partitioned[] = [
  { table: 'event_payloads', storage: 'autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 0' },
  {
    table: 'event_outbox',
    storage:
      'fillfactor = 55, autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0',
  },
  {
    table: 'delivery_attempts',
    storage: 'autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 0',
  },
];

/** Names of the tables that share the bucket, in the order they are locked. */
export const BUCKETED_TABLES: readonly string[] = PARTITIONED.map(({ table }) => table);

/** The partition of a table that holds a bucket: `event_outbox` and `2026-11-25` → `event_outbox_20261125`. */
export const partitionName = (table: string, bucket: Bucket): string => `${table}_${bucket.replaceAll('-', '')}`;

const nextDay = (bucket: Bucket): Bucket => bucketOf(Date.parse(bucket) + DAY_MS);

async function attach(tx: Queryable, { table, storage }: Partitioned, bucket: Bucket): Promise<void> {
  const name = partitionName(table, bucket);
  const [found] = await tx.query<{ exists: boolean }>({
    text: `select to_regclass($1) is not null as exists`,
    values: [name],
  });
  if (found?.exists) return;
  // `create table … partition of` would wait for, and then block, everything that uses the table; attaching does not.
  await tx.query({ text: `create table ${name} (like ${table} including all) with (${storage})` });
  await tx.query({
    text: `alter table ${table} attach partition ${name} for values from ('${bucket}') to ('${nextDay(bucket)}')`,
  });
}

/** Creates the day partitions of these buckets where they are missing. Safe to call from many processes at once. */
export async function ensureBuckets(database: Database, buckets: readonly Bucket[]): Promise<void> {
  const wanted = [...new Set(buckets)].toSorted();
  // One bucket a transaction: a lock on the parents is held only as long as one day takes.
  for (const bucket of wanted) {
    await database.transaction(async (tx) => {
      await tx.query({ text: `select pg_advisory_xact_lock($1)`, values: [LOCKS.buckets] });
      for (const partitioned of PARTITIONED) await attach(tx, partitioned, bucket);
    });
  }
}

/** Makes every bucket that new events, or a replay of all Kafka still holds, can fall into. `nowMs`: epoch ms. */
export async function ensureUpcomingBuckets(
  database: Database,
  nowMs: number,
  { daysAhead, daysBack }: { readonly daysAhead: number; readonly daysBack: number } = BUCKET_HORIZON,
): Promise<void> {
  const days = Array.from({ length: daysBack + 1 + daysAhead }, (_, index) => index - daysBack);
  await ensureBuckets(
    database,
    days.map((day) => bucketOf(nowMs + day * DAY_MS)),
  );
}
