import { setTimeout as delay } from 'node:timers/promises';
import type { Bounds } from '@app/kafka';
import { readProgress, type Queryable } from '@app/persistence';
import { Movement, behind } from './catch-up.js';

/** A position that has not moved for so long (ms) ends the wait for it. */
const PATIENCE_MS = 5_000;
const FIRST_LOOK_MS = 2;
const LONGEST_LOOK_MS = 50;

/** Stands for all partitions while nobody says which there are. */
const UNKNOWN = [-1];

export interface ClickWaitOptions {
  readonly database: Queryable;
  readonly topic: string;
  /** Where the topic begins and ends now; may reject. */
  readonly readBounds: () => Promise<readonly Bounds[]>;
  readonly patienceMs?: number;
}

/** Lets events wait for the clicks that were there before them, whichever process stores those. */
export class ClickWait {
  readonly #movement: Movement;

  constructor(private readonly options: ClickWaitOptions) {
    this.#movement = new Movement(options.patienceMs ?? PATIENCE_MS);
  }

  /**
   * Waits until every click appended up to a moment (broker time, epoch ms) is stored; `false` when it gave up because
   * nothing moves. Rejects while the database is away, and with the signal's reason once that is aborted.
   */
  async until(momentMs: number, signal: AbortSignal): Promise<boolean> {
    const { database, topic } = this.options;
    let bounds: readonly Bounds[] | null = null;
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_LOOK_MS)) {
      bounds ??= await this.#bounds(signal);
      const progress = await readProgress(database, topic);
      const left = bounds === null ? UNKNOWN : behind(progress, bounds, momentMs);
      if (left.length === 0) return true;
      if (!this.#movement.goesOn(left, progress, performance.now())) return false;
      await delay(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** A broker that does not answer must not keep a process from ending. */
  async #bounds(signal: AbortSignal): Promise<readonly Bounds[] | null> {
    signal.throwIfAborted();
    const { promise: aborted, resolve } = Promise.withResolvers<null>();
    const end = (): void => resolve(null);
    signal.addEventListener('abort', end, { once: true });
    try {
      return await Promise.race([this.options.readBounds().catch(() => null), aborted]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
