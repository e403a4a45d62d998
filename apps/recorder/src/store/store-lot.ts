import { progressOf } from '@app/kafka';
import { addCounters, insertRejected, type Database, type StoredPositions } from '@app/persistence';
import { storeOutcomes } from '../outcomes/store-outcomes.js';
import { outcomesOf, rejectionsOf, type Lot } from '../records/lot.js';

/** What a transaction came to. */
export interface StoredLot {
  /** Deliveries whose standing changed. */
  readonly decided: number;
  /** Outcomes of deliveries that have no row. */
  readonly missing: number;
}

/** Stores a lot in one transaction: positions, outcomes, rejections, counters. Either all of it is there afterwards or nothing. */
export async function storeLot(
  database: Database,
  positions: StoredPositions,
  shard: number,
  lot: Lot,
): Promise<StoredLot> {
  const stored = await database.transaction(async (tx) => {
    await positions.move(tx, progressOf(lot));
    const { decided, missing, counters } = await storeOutcomes(tx, outcomesOf(lot));
    await insertRejected(tx, rejectionsOf(lot));
    await addCounters(tx, shard, counters);
    return { decided, missing };
  });
  positions.moved(progressOf(lot));
  return stored;
}
