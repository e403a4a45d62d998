import type { Committed } from './committed.offsets.js';

/** What is committed for a partition, or shall be. */
export interface CommitState {
  readonly offset: number;
  readonly metadata: string;
}

/** What a life of a partition in this process leaves to a later one here. */
export interface Legacy {
  /** Everything below was finished, committed or not. */
  readonly finished: number;
  /** What it committed last, and what it tried to. */
  readonly left: readonly CommitState[];
}

/** What to begin with: the offset, and the mark to be judged. */
export interface Resumption {
  readonly offset: number | null;
  readonly metadata: string | null;
}

/**
 * How to begin a partition this process may have had before; pure. If Kafka still holds exactly what that life left,
 * nobody else has begun one since (each leaves a mark of its own before its first record). Then what was finished here
 * and not committed (the coordinator was away, the group formed anew) is not read again, and the mark accuses nobody:
 * the process that left it is alive.
 */
export function resumption(legacy: Legacy | undefined, committed: Committed): Resumption {
  const { offset, metadata } = committed;
  const untouched = legacy?.left.some((state) => state.offset === offset && state.metadata === (metadata ?? ''));
  return legacy && untouched && offset !== null
    ? { offset: Math.max(offset, legacy.finished), metadata: null }
    : committed;
}
