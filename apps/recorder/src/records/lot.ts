import type { Outcome, RejectReason } from '@app/contracts';
import type { Lot as LotOf } from '@app/kafka';
import type { NewRejection } from '@app/persistence';
import type { ReadRecord } from './read-record.js';
import { refusedOutcome } from './refused-outcome.js';

/** What one transaction stores. */
export type Lot = LotOf<ReadRecord>;

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
