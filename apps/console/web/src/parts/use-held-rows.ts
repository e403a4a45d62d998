import { useState } from 'react';

interface HeldRows<Row> {
  readonly shown: readonly Row[];
  /** New rows that wait. */
  readonly waiting: number;
  readonly release: () => void;
}

interface Kept {
  readonly held: boolean;
  /** Keys of the rows in their places; `null` while nothing is held. */
  readonly order: readonly string[] | null;
}

/**
 * Rows that do not move while `held`: those shown keep their places and change where they are, new ones wait to be let in.
 */
export function useHeldRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string, held: boolean): HeldRows<Row> {
  const [kept, setKept] = useState<Kept>({ held: false, order: null });
  if (kept.held !== held) setKept({ held, order: held ? rows.map(keyOf) : null });
  const { order } = kept;
  if (order === null) return { shown: rows, waiting: 0, release: () => undefined };
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const shown = order.flatMap((key) => byKey.get(key) ?? []);
  // Other filters show other rows: nothing of what was held is left.
  if (shown.length === 0) return { shown: rows, waiting: 0, release: () => undefined };
  const first = rows.findIndex((row) => order.includes(keyOf(row)));
  return {
    shown: [...shown, ...rows.slice(first).filter((row) => !order.includes(keyOf(row)))],
    waiting: Math.max(0, first),
    release: () => setKept({ held, order: rows.map(keyOf) }),
  };
}
