import type { Database, Queryable } from '../database.js';
import type { PositionAdvance } from './intake.rows.js';

/** The offset a hop reads next according to the database, or `null` where it never read. */
export async function readPosition(database: Database, topic: string, partition: number): Promise<number | null> {
  const rows = await database.query<{ next_offset: number }>({
    name: 'hop_read',
    text: 'select next_offset from hop_progress where topic = $1 and partition = $2',
    values: [topic, partition],
  });
  return rows[0]?.next_offset ?? null;
}

/** Begins the ledger of partitions this hop has never read, at the offset where reading starts. */
export async function beginPositions(tx: Queryable, topic: string, starts: ReadonlyMap<number, number>): Promise<void> {
  await tx.query({
    name: 'hop_begin',
    text: `insert into hop_progress (topic, partition, first_offset, next_offset)
           select $1, p, o, o from unnest($2::int[], $3::bigint[]) as given (p, o)
           on conflict do nothing`,
    values: [topic, [...starts.keys()], [...starts.values()]],
  });
}

/**
 * Locks the positions of a batch's partitions and reads them with the configuration revision of this very moment. A
 * position that is not what the caller last saw means another process has moved it: the caller must give up its batch.
 */
export async function lockPositions(
  tx: Queryable,
  topic: string,
  partitions: readonly number[],
): Promise<{ revision: number; next: Map<number, number> }> {
  const rows = await tx.query<{ partition: number; next_offset: number; revision: number }>({
    name: 'hop_lock',
    text: `select partition, next_offset, (select revision from config_state) as revision
           from hop_progress where topic = $1 and partition = any($2::int[]) order by partition for update`,
    values: [topic, partitions],
  });
  return { revision: rows[0]?.revision ?? 0, next: new Map(rows.map((row) => [row.partition, row.next_offset])) };
}

/** Moves positions forward (never back) and adds to the door's ledger, in the transaction that wrote the rows. */
export async function advancePositions(tx: Queryable, topic: string, moves: readonly PositionAdvance[]): Promise<void> {
  const column = (pick: (move: PositionAdvance) => number): number[] => moves.map(pick);
  await tx.query({
    name: 'hop_advance',
    text: `update hop_progress h
           set next_offset = greatest(h.next_offset, m.next),
               append_time = greatest(h.append_time, to_timestamp(m.append_ms / 1000.0)),
               fresh = h.fresh + m.fresh, duplicate = h.duplicate + m.duplicate, replayed = h.replayed + m.replayed,
               rejected = h.rejected + m.rejected, tombstones = h.tombstones + m.tombstones, skipped = h.skipped + m.skipped
           from unnest($2::int[], $3::bigint[], $4::double precision[], $5::bigint[], $6::bigint[], $7::bigint[],
                       $8::bigint[], $9::bigint[], $10::bigint[])
                as m (partition, next, append_ms, fresh, duplicate, replayed, rejected, tombstones, skipped)
           where h.topic = $1 and h.partition = m.partition`,
    values: [
      topic,
      column((move) => move.partition),
      column((move) => move.next),
      column((move) => move.appendTimeMs),
      column((move) => move.fresh),
      column((move) => move.duplicate),
      column((move) => move.replayed),
      column((move) => move.rejected),
      column((move) => move.tombstones),
      column((move) => move.skipped),
    ],
  });
}

/** How far a hop has read a partition. `appendTimeMs`: append time of its last record, epoch ms; 0 before the first. */
export interface PartitionProgress {
  readonly next: number;
  readonly appendTimeMs: number;
}

/** How far a hop has read each partition of a topic; partitions it never read are absent. */
export async function readProgress(db: Queryable, topic: string): Promise<Map<number, PartitionProgress>> {
  const rows = await db.query<{ partition: number; next: number; appendTimeMs: number }>({
    name: 'hop_progress',
    text: `select partition, next_offset as next, append_time as "appendTimeMs" from hop_progress where topic = $1`,
    values: [topic],
  });
  return new Map(rows.map(({ partition, next, appendTimeMs }) => [partition, { next, appendTimeMs }]));
}
