import type { KafkaHooks } from '../types.js';
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

/** Tells the levels of a group's partitions. */
export function reportGauges(trackers: readonly PartitionTracker[], hooks: KafkaHooks, group: string): void {
  const bytes = trackers.reduce((sum, { ledger }) => sum + (ledger?.bytes ?? 0), 0);
  hooks.gauge('consumer_bytes_in_flight', bytes, { group });
  hooks.gauge('consumer_partitions', trackers.length, { group });
  hooks.gauge('consumer_partitions_paused', trackers.filter(({ paused }) => paused).length, { group });
}

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
