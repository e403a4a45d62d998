import type { ConsumedRecord, TopicPartition } from '../types.js';
import type { PartitionSlice } from './record.queue.js';

/** What was made of a record, together with it. */
export interface ReadItem {
  readonly record: ConsumedRecord;
}

/** What is worked on in one go: a slice a partition. */
export type Lot<Item extends ReadItem> = readonly PartitionSlice<Item>[];

/** Two smaller lots that cover the same offsets, in order; `null` for a single record. */
export function halve<Item extends ReadItem>(lot: Lot<Item>): [Lot<Item>, Lot<Item>] | null {
  if (lot.length > 1) {
    const middle = lot.length >> 1;
    return [lot.slice(0, middle), lot.slice(middle)];
  }
  const [slice] = lot;
  const middle = (slice?.items.length ?? 0) >> 1;
  const border = slice?.items[middle];
  if (!slice || !border || middle === 0) return null;
  const { offset } = border.record;
  return [
    [{ ...slice, next: offset, items: slice.items.slice(0, middle) }],
    [{ ...slice, from: offset, items: slice.items.slice(middle) }],
  ];
}

/** How far a lot takes each partition: from the offset it begins with to the one that follows it. */
export interface Progress extends TopicPartition {
  readonly from: number;
  readonly next: number;
  /** Append time of its last record, epoch ms; 0 when it covers no record. */
  readonly appendTimeMs: number;
}

export const progressOf = (lot: Lot<ReadItem>): Progress[] =>
  lot.map(({ handle: { topic, partition }, from, next, items }) => ({
    topic,
    partition,
    from,
    next,
    appendTimeMs: items.at(-1)?.record.timestamp ?? 0,
  }));
