import { progressOf, type Lot } from '@app/kafka';
import {
  addCounters,
  applyBinds,
  insertClicks,
  quarterHourOf,
  type ClickKey,
  type ClickRow,
  type CounterChange,
  type Database,
  type StoredPositions,
} from '@app/persistence';
import type { ReadClick } from './read-click.js';

/** The clicks of a lot in the order they were read. */
export const clicksOf = (lot: Lot<ReadClick>): ClickRow[] =>
  lot.flatMap(({ items }) => items.flatMap((item) => (item.is === 'click' ? [item.row] : [])));

/** What new clicks change in the counters: one more for its space, and for its link if it came through one. */
export function clickCounters(rows: readonly ClickRow[], fresh: readonly ClickKey[]): CounterChange[] {
  const named = new Set(fresh.map(nameOf));
  return rows.flatMap((row): CounterChange[] => {
    // The first row of a name is the one that was stored.
    if (!named.delete(nameOf(row))) return [];
    const one = { name: 'flow.clicks', slotMs: quarterHourOf(row.clickedAtMs), value: 1 };
    return [{ ...one, scope: row.spaceId }, ...(row.linkId === null ? [] : [{ ...one, scope: row.linkId }])];
  });
}

const nameOf = ({ spaceId, uid }: ClickKey): string => `${spaceId} ${uid}`;

/**
 * Stores a lot in one transaction: positions, clicks, counters; answers how many clicks were new. Binds are applied behind
 * it, because one that came meanwhile could not see these clicks: a crash in between reads the lot again.
 */
export async function storeClicks(
  database: Database,
  positions: StoredPositions,
  shard: number,
  lot: Lot<ReadClick>,
): Promise<number> {
  const rows = clicksOf(lot);
  const progress = progressOf(lot);
  const fresh = await database.transaction(async (tx) => {
    await positions.move(tx, progress);
    const stored = await insertClicks(tx, rows);
    await addCounters(tx, shard, clickCounters(rows, stored));
    return stored;
  });
  positions.moved(progress);
  await applyBinds(database, rows);
  return fresh.length;
}
