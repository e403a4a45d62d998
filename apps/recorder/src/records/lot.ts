import type { Outcome, RejectReason } from '@app/contracts';
import type { PartitionSlice } from '@app/kafka';
import type { NewRejection } from '@app/persistence';
import type { ReadRecord } from './read-record.js';
import { refusedOutcome } from './refused-outcome.js';

type Slice = PartitionSlice<ReadRecord>;

/** What one transaction stores: a slice a partition. */
export type Lot = readonly Slice[];

const itemsOf = (lot: Lot): ReadRecord[] => lot.flatMap(({ items }) => items);

/** The outcomes of a lot in the order they were read. */
export const outcomesOf = (lot: Lot): Outcome[] =>
  itemsOf(lot).flatMap((item) => (item.is === 'outcome' ? [item.outcome] : []));

/** What a lot lists as rejected: what others refused, and outcomes refused here. */
export const rejectionsOf = (lot: Lot): NewRejection[] =>
  itemsOf(lot).flatMap((item) => (item.is === 'listed' || item.is === 'refused' ? [item.row] : []));

/** Outcomes of a lot that could not be read or stored, by reason. */
export const refusalsOf = (lot: Lot): RejectReason[] =>
  itemsOf(lot).flatMap((item) => (item.is === 'refused' ? [item.row.reason] : []));

/** Two smaller lots that cover the same offsets, in order; `null` for a single record. */
export function halve(lot: Lot): [Lot, Lot] | null {
  if (lot.length > 1) {
    const middle = lot.length >> 1;
    return [lot.slice(0, middle), lot.slice(middle)];
  }
  const [slice] = lot;
  const middle = (slice?.items.length ?? 0) >> 1;
  const border = slice?.items[middle];
  if (!slice || !border || middle === 0) return null;
  const { record } = border;
  return [
    [{ ...slice, next: record.offset, items: slice.items.slice(0, middle) }],
    [{ ...slice, from: record.offset, items: slice.items.slice(middle) }],
  ];
}

/** The same offsets with every outcome refused: what the database cannot hold is listed instead. */
export function refuse(lot: Lot, detail: string): Lot {
  return lot.map((slice) => ({
    ...slice,
    items: slice.items.map((item): ReadRecord => {
      if (item.is !== 'outcome') return item;
      const { record, outcome } = item;
      return { is: 'refused', record, row: refusedOutcome(record, 'storage_refused', detail, outcome.space_id) };
    }),
  }));
}
