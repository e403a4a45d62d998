import { timestamptz } from './column-types.js';
import type { Queryable } from './database.js';

/** A change of one counter. `amount` is exact decimal text, for sums of money. */
export interface CounterChange {
  /** Space or destination it belongs to. */
  readonly scope: string;
  readonly name: string;
  /** Beginning of the period it counts, epoch ms. */
  readonly slotMs: number;
  readonly value: number;
  readonly amount?: string;
}

const QUARTER_HOUR_MS = 15 * 60_000;
const SHARDS = 16;

/** Beginning of the quarter of an hour a moment falls into; the slot of every `flow.` counter. */
export const quarterHourOf = (ms: number): number => Math.floor(ms / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;

/** The slot of counters kept per bucket. */
export const slotOfBucket = (bucket: string): number => Date.parse(bucket);

/** The shard a process writes, drawn once: two processes with the same one are correct, only slower. */
export const drawShard = (): number => Math.floor(Math.random() * SHARDS);

const ADD = `
  insert into counters as c (scope, name, slot, shard, value, amount)
  select scope, name, slot, $1, sum(value), sum(amount)
    from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::bigint[], $6::numeric[])
      as t (scope, name, slot, value, amount)
   group by scope, name, slot
  having sum(value) <> 0 or sum(amount) <> 0
   order by scope, name, slot
  on conflict (scope, name, slot, shard)
  do update set value = c.value + excluded.value, amount = c.amount + excluded.amount`;

/** Adds up what has no amount; sums of money are left to Postgres, which is exact. */
function condense(changes: readonly CounterChange[]): CounterChange[] {
  const counts = new Map<string, CounterChange>();
  for (const change of changes) {
    const { scope, name, slotMs, value } = change;
    const key = change.amount === undefined ? `${scope} ${slotMs} ${name}` : `${counts.size}`;
    counts.set(key, { ...change, value: value + (counts.get(key)?.value ?? 0) });
  }
  return [...counts.values()].filter(({ value, amount }) => value !== 0 || amount !== undefined);
}

/**
 * Adds all changes to one shard in one statement. Rows are locked in key order, so writers cannot deadlock with each
 * other here: call it last in a transaction.
 */
export async function addCounters(tx: Queryable, shard: number, changes: readonly CounterChange[]): Promise<void> {
  const rows = condense(changes);
  if (rows.length === 0) return;
  await tx.query({
    name: 'counters.add',
    text: ADD,
    values: [
      shard,
      rows.map(({ scope }) => scope),
      rows.map(({ name }) => name),
      rows.map(({ slotMs }) => timestamptz(slotMs)),
      rows.map(({ value }) => value),
      rows.map(({ amount }) => amount ?? '0'),
    ],
  });
}
