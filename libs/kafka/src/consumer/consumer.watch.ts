import type { PartitionTracker } from './partition.tracker.js';

/** A partition with records ahead that brings none for so long (ms) is set going again. */
const STALLED_MS = 30_000;
/** How often the watch looks (ms). */
export const WATCH_MS = 5_000;

/**
 * Partitions that should be read and are not: nothing came for a while although records lie ahead; pure. (Batches
 * without records, which stall kafkajs, are mended at their cause; this is for what nobody has thought of.)
 */
export const stalled = (trackers: Iterable<PartitionTracker>, now: number): PartitionTracker[] =>
  [...trackers].filter(
    ({ ledger, paused, highWatermark, progressAt }) =>
      ledger !== null &&
      !paused &&
      highWatermark !== null &&
      highWatermark > ledger.position &&
      now - progressAt > STALLED_MS,
  );

/** Remembers when the fetch loop last gave a sign; a loop that is silent for longer than any wait it may have is dead. */
export class SignOfLife {
  #at = performance.now();

  constructor(private readonly silentMs: number) {}

  sign(): void {
    this.#at = performance.now();
  }

  /** Milliseconds since the last sign. */
  get age(): number {
    return performance.now() - this.#at;
  }

  get silent(): boolean {
    return this.age > this.silentMs;
  }
}
