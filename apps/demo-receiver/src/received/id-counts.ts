/** Two counts in one small integer, which a map keeps without an object beside it: 15 bits each, then they stand still. */
const MOST = 0x7fff;
const SHIFT = 15;

const receivedIn = (both: number): number => both & MOST;
const acceptedIn = (both: number): number => both >>> SHIFT;

/** How often each id was received, and how often that was answered with 2xx. */
export function createIdCounts() {
  const counts = new Map<string, number>();
  const received = (id: string): number => receivedIn(counts.get(id) ?? 0);

  return {
    received,
    /** Whether it came for the first time. */
    add(id: string): boolean {
      const both = counts.get(id);
      if (both === undefined) counts.set(id, 1);
      else if (receivedIn(both) < MOST) counts.set(id, both + 1);
      return both === undefined;
    },
    accept(id: string): void {
      const both = counts.get(id);
      if (both !== undefined && acceptedIn(both) < MOST) counts.set(id, both + (1 << SHIFT));
    },
    totals() {
      const totals = { distinct: counts.size, repeated: 0, distinctAccepted: 0, repeatedAccepted: 0 };
      for (const both of counts.values()) {
        if (receivedIn(both) > 1) totals.repeated += 1;
        if (acceptedIn(both) > 0) totals.distinctAccepted += 1;
        if (acceptedIn(both) > 1) totals.repeatedAccepted += 1;
      }
      return totals;
    },
    *entries() {
      for (const [id, both] of counts) yield { id, count: receivedIn(both), accepted: acceptedIn(both) };
    },
  };
}

export type IdCounts = ReturnType<typeof createIdCounts>;
