/** Where a partition ended when somebody looked. */
interface Sight {
  readonly atMs: number;
  readonly end: number;
}

/** Sights kept a partition: two hours of one every 30 s. Older lag is said to be at least that. */
const KEPT = 240;

/** How far a group is behind in a topic. */
export interface Lag {
  readonly records: number;
  /** Age of the oldest record not finished; of several partitions the greatest. */
  readonly seconds: number;
}

/** A topic as one look found it. */
export interface SightedTopic {
  readonly begins: readonly number[];
  readonly ends: readonly number[];
  readonly committed: readonly (number | null)[];
}

/**
 * Tells lag in seconds from offsets alone: the record a group has to finish next was appended when the end of the log
 * passed it, which two looks hold between them. No record is read for it, so it is known of dead consumers too.
 */
export class LagHistory {
  readonly #sights = new Map<string, Sight[][]>();

  /** Lag of the group that reads `topic`, as of this look. `nowMs` must never go back. */
  observe(topic: string, { begins, ends, committed }: SightedTopic, nowMs: number): Lag {
    const partitions = this.#sights.get(topic) ?? [];
    this.#sights.set(topic, partitions);
    let records = 0;
    let seconds = 0;
    for (const [index, end] of ends.entries()) {
      const sights = (partitions[index] ??= []);
      sights.push({ atMs: nowMs, end });
      if (sights.length > KEPT) sights.shift();
      const next = Math.max(committed[index] ?? 0, begins[index] ?? 0);
      records += Math.max(0, end - next);
      seconds = Math.max(seconds, ageMs(sights, next, nowMs) / 1000);
    }
    return { records, seconds };
  }
}

/** Age (ms) of the record at `next`, between the last look at which it was not there and the first at which it was. */
function ageMs(sights: readonly Sight[], next: number, nowMs: number): number {
  const at = sights.findIndex(({ end }) => end > next);
  const after = sights[at];
  if (after === undefined) return 0;
  const before = sights[at - 1];
  if (before === undefined) return nowMs - after.atMs;
  const share = (next - before.end) / (after.end - before.end);
  return nowMs - (before.atMs + share * (after.atMs - before.atMs));
}
