import type { Database, Queryable } from '../database.js';
import { advancePositions, beginPositions, lockPositions, readPosition } from './positions.js';
import type { PositionAdvance } from './intake.rows.js';

/** How far a transaction takes a partition of a topic. */
export interface PositionStep {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly next: number;
  /** Append time of the last record, epoch ms. */
  readonly appendTimeMs: number;
}

const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

/** The database holds less than this process stored in it: it was restored from a backup, and must be filled anew. */
class PositionWentBack extends Error {
  override readonly name = 'PositionWentBack';
}

/**
 * How far each partition is stored, moved in the transaction that stores. For hops where storing twice changes nothing:
 * another process that is ahead does no harm. A database that fell behind does: the process ends, and the next one reads
 * again from where the database stands.
 */
export class StoredPositions {
  readonly #stored = new Map<string, number>();

  /** Where to begin a partition: at the lower of Kafka's commit and the database's position, so nothing is skipped. */
  async startAt(
    database: Database,
    at: { topic: string; partition: number },
    committed: number | null,
  ): Promise<number | null> {
    const stored = await readPosition(database, at.topic, at.partition);
    if (stored === null) this.#stored.delete(keyOf(at));
    else this.#stored.set(keyOf(at), stored);
    if (committed === null) return null;
    return Math.min(stored ?? 0, committed);
  }

  /** Locks the positions and moves them. First in its transaction. */
  async move(tx: Queryable, steps: readonly PositionStep[]): Promise<void> {
    const topics = [...Map.groupBy(steps, ({ topic }) => topic)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [topic, ofTopic] of topics) {
      const starts = ofTopic.filter((step) => !this.#stored.has(keyOf(step)));
      const begins = new Map(starts.map(({ partition, from }) => [partition, from]));
      if (begins.size > 0) await beginPositions(tx, topic, begins);
      const partitions = ofTopic.map(({ partition }) => partition);
      const { next } = await lockPositions(tx, topic, partitions);
      for (const step of ofTopic) {
        const found = next.get(step.partition) ?? 0;
        const expected = this.#stored.get(keyOf(step)) ?? step.from;
        if (found < expected) {
          throw new PositionWentBack(`${keyOf(step)}: the database stands at ${found}, ${expected} was stored`);
        }
      }
      await advancePositions(tx, topic, ofTopic.map(advanceOf));
    }
  }

  /** The transaction of these steps has committed. */
  moved(steps: readonly PositionStep[]): void {
    for (const step of steps) {
      this.#stored.set(keyOf(step), Math.max(step.next, this.#stored.get(keyOf(step)) ?? 0));
    }
  }
}

/** The columns of the door's ledger stay 0: only the intake of events keeps it. */
const advanceOf = ({ partition, next, appendTimeMs }: PositionStep): PositionAdvance => ({
  partition,
  next,
  appendTimeMs,
  fresh: 0,
  duplicate: 0,
  replayed: 0,
  rejected: 0,
  tombstones: 0,
  skipped: 0,
});
