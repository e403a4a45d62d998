import type { ConsumedRecord } from '../types.js';

/** No share is smaller: a partition must be able to make progress. */
const MIN_SHARE_BYTES = 64 * 1024;
/** A partition may hold so much of what is left free by all. */
const PART_OF_FREE = 0.5;
/** What a record costs in objects beside its bytes, roughly. */
const OVERHEAD_BYTES = 256;

/** Bytes a record is taken to hold. */
export function sizeOf({ key, value, headers }: ConsumedRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

/**
 * Bytes many partitions hold together. Each may hold up to half of what is free: alone a third of the whole, among `n`
 * that all want as much as they can get about `1 / (n + 2)`; idle ones reserve nothing, and there is always something
 * left for a newcomer.
 */
export class ByteBudget {
  #held = 0;

  constructor(private readonly totalBytes: number) {}

  get held(): number {
    return this.#held;
  }

  /** Bytes were handed out (positive) or finished (negative). */
  change(bytes: number): void {
    this.#held += bytes;
  }

  /** What one partition may hold at present. */
  share(): number {
    return Math.max(MIN_SHARE_BYTES, Math.floor((this.totalBytes - this.#held) * PART_OF_FREE));
  }
}

/**
 * How many of the records fit beside `heldBytes` within the share. At least one when nothing is held, or a record
 * larger than the share would never be read.
 */
export function fitting(sizes: readonly number[], heldBytes: number, shareBytes: number): number {
  let bytes = heldBytes;
  let count = 0;
  for (const size of sizes) {
    bytes += size;
    if (bytes > shareBytes && !(count === 0 && heldBytes === 0)) break;
    count++;
  }
  return count;
}
