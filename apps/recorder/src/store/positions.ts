import type { TopicPartition } from '@app/kafka';
import { advancePositions, beginPositions, lockPositions, readPosition } from '@app/persistence';
import type { Database, PositionAdvance, Queryable } from '@app/persistence';
import type { Lot } from '../records/lot.js';

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** The database holds less than this process stored in it: it was restored from a backup, and must be filled anew. */
class PositionWentBack extends Error {
  override readonly name = 'PositionWentBack';
}

/**
 * How far each partition is stored, moved in the transaction that stores. Storing twice changes nothing, so another
 * process that is ahead does no harm; a database that fell behind does: the process ends, and the next one reads again
 * from where the database stands.
 */
export class Positions {
  readonly #stored = new Map<string, number>();

  /** Where to begin a partition: at the lower of Kafka's commit and the database's position, so nothing is skipped. */
  async startAt(database: Database, at: TopicPartition, committed: number | null): Promise<number | null> {
    const stored = await readPosition(database, at.topic, at.partition);
    if (stored === null) this.#stored.delete(keyOf(at));
    else this.#stored.set(keyOf(at), stored);
    if (committed === null) return null;
    return Math.min(stored ?? 0, committed);
  }

  /** Locks the positions of a lot and moves them behind it. First in its transaction. */
  async move(tx: Queryable, lot: Lot): Promise<void> {
    for (const [topic, slices] of byTopic(lot)) {
      const starts = slices.filter(({ handle }) => !this.#stored.has(keyOf(handle)));
      const begins = new Map(starts.map(({ handle, from }) => [handle.partition, from]));
      if (begins.size > 0) await beginPositions(tx, topic, begins);
      const { next } = await lockPositions(
        tx,
        topic,
        slices.map(({ handle }) => handle.partition),
      );
      for (const { handle, from } of slices) {
        const found = next.get(handle.partition) ?? 0;
        const expected = this.#stored.get(keyOf(handle)) ?? from;
        if (found < expected) {
          throw new PositionWentBack(`${keyOf(handle)}: the database stands at ${found}, ${expected} was stored`);
        }
      }
      await advancePositions(tx, topic, slices.map(advanceOf));
    }
  }

  /** The transaction of this lot has committed. */
  moved(lot: Lot): void {
    for (const { handle, next } of lot) {
      this.#stored.set(keyOf(handle), Math.max(next, this.#stored.get(keyOf(handle)) ?? 0));
    }
  }
}

const byTopic = (lot: Lot): [string, Lot][] =>
  [...Map.groupBy(lot, ({ handle }) => handle.topic)].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The columns of the door's ledger stay 0: only fanout keeps it. */
const advanceOf = ({ handle, next, items }: Lot[number]): PositionAdvance => ({
  partition: handle.partition,
  next,
  appendTimeMs: items.at(-1)?.record.timestamp ?? 0,
  fresh: 0,
  duplicate: 0,
  replayed: 0,
  rejected: 0,
  tombstones: 0,
  skipped: 0,
});
