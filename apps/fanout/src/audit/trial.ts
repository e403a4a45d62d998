/** Offsets of a topic's partitions, by index. */
export type Offsets = readonly number[];

/** What Kafka says at one moment. Commits are read before ends. */
export interface Snapshot {
  /**
   * Per topic: everything below is finished by its group. Where the log begins above the commit nothing below is left
   * to finish, so the beginning counts.
   */
  finished: ReadonlyMap<string, Offsets>;
  /** Per topic: where the log ends. */
  ends: ReadonlyMap<string, Offsets>;
}

/** One hop a task has to cross: these partitions of a topic must be finished up to where they ended. */
export interface Hop {
  topic: string;
  partitions: readonly number[];
}

/**
 * Whether deliveries that should be on their way are lost. A trial follows them hop by hop; the end of a hop is read only
 * after the hop before was finished past its own, so whatever was on the way has been seen by the last one. What has not
 * changed by then is nowhere in Kafka. A backlog only makes a trial longer.
 */
export interface Trial {
  /** Only rows placed before this moment (epoch ms, database clock) are on trial. */
  placedBeforeMs: number;
  /** Hops still to cross, the present one first. */
  hops: readonly Hop[];
  /** Ends of the present hop's partitions when it began. */
  until: Offsets;
}

const at = (offsets: ReadonlyMap<string, Offsets>, hop: Hop): Offsets =>
  hop.partitions.map((partition) => offsets.get(hop.topic)?.[partition] ?? 0);

/** Opens a trial over `hops` (at least one). */
export function openTrial(placedBeforeMs: number, hops: readonly [Hop, ...Hop[]], { ends }: Snapshot): Trial {
  return { placedBeforeMs, hops, until: at(ends, hops[0]) };
}

/** The trial after a look at Kafka; `crossed` when every hop is behind it. */
export function advanceTrial(trial: Trial, snapshot: Snapshot): Trial | 'crossed' {
  const [hop, ...rest] = trial.hops;
  if (!hop) return 'crossed';
  const [finished, ends] = [at(snapshot.finished, hop), at(snapshot.ends, hop)];
  // A log made anew, or cut, ends before it did: what lay above is gone, and with it what would have to be finished.
  const isBehind = (end: number, index: number): boolean => (finished[index] ?? 0) < Math.min(end, ends[index] ?? 0);
  if (trial.until.some(isBehind)) return trial;
  const [next] = rest;
  return next ? { ...trial, hops: rest, until: at(snapshot.ends, next) } : 'crossed';
}
