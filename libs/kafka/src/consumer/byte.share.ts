import type { ConsumedRecord } from '../types.js';

/** No share is smaller: a partition must be able to make progress. */
const MIN_SHARE_BYTES = 64 * 1024;
/** What a record costs in objects beside its bytes, roughly. */
const OVERHEAD_BYTES = 256;

/** Bytes a record is taken to hold. */
export function sizeOf({ key, value, headers }: ConsumedRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

/** One partition's part of a budget that is shared evenly. */
export const shareOf = (budgetBytes: number, partitions: number): number =>
  Math.max(MIN_SHARE_BYTES, Math.floor(budgetBytes / Math.max(1, partitions)));

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
