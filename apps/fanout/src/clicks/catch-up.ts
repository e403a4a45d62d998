import type { Bounds } from '@app/kafka';
import type { PartitionProgress } from '@app/persistence';

/**
 * Partitions that may hold a click from before a moment (broker time, epoch ms) that is not stored yet. `bounds` were read
 * after that moment, one a partition.
 */
export const behind = (
  progress: ReadonlyMap<number, PartitionProgress>,
  bounds: readonly Bounds[],
  momentMs: number,
): number[] =>
  bounds.flatMap(({ begin, end }, partition) => {
    const read = progress.get(partition);
    // A record of the same millisecond may follow.
    const isPast = read !== undefined && read.appendTimeMs > momentMs;
    return isPast || (read?.next ?? begin) >= end ? [] : [partition];
  });

/** A partition that stands still: where, and since when (monotonic ms). */
interface Standstill {
  readonly next: number;
  readonly sinceMs: number;
}

/** Tells whether positions that are waited for still move, over as many waits as it takes. */
export class Movement {
  readonly #still = new Map<number, Standstill>();

  constructor(private readonly patienceMs: number) {}

  /** Takes note of what is behind now; `false` when none of it has moved within the patience. */
  goesOn(left: readonly number[], progress: ReadonlyMap<number, PartitionProgress>, nowMs: number): boolean {
    for (const partition of this.#still.keys()) if (!left.includes(partition)) this.#still.delete(partition);
    for (const partition of left) {
      const next = progress.get(partition)?.next ?? -1;
      if (this.#still.get(partition)?.next !== next) this.#still.set(partition, { next, sinceMs: nowMs });
    }
    return [...this.#still.values()].some(({ sinceMs }) => nowMs - sinceMs < this.patienceMs);
  }
}
