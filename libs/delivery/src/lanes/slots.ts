/** From this age on an attempt counts as slow, ms. */
export const SLOW_MS = 1000;
/** Hard bound of attempts, as a multiple of the slots: where lanes turn slow that were quick before. */
const MOST = 2;

/** One attempt that holds a slot. */
export interface Running {
  /** Monotonic ms. */
  readonly startedAt: number;
  /** Counts against the half that slow attempts may hold. */
  risky: boolean;
  /** Was seen on the wire at more than a second. */
  slow: boolean;
  readonly lane: SlowLane;
}

/** Told when an attempt of its turns slow. */
export interface SlowLane {
  turnedSlow(): void;
}

/**
 * The global limit of attempts. Attempts older than a second, and those of lanes that have not shown to be quick, hold at
 * most half of it, so slow destinations never take all. Quick lanes may take the whole; where many of them turn slow at
 * once, what they hold beyond half is lent, up to twice the limit.
 */
export class Slots {
  #running = 0;
  #risky = 0;
  /** In the order they began; those older than a second are taken out. */
  readonly #young = new Set<Running>();

  /** What slow attempts may hold. */
  readonly #half: number;

  constructor(private readonly total: number) {
    this.#half = Math.ceil(total / 2);
  }

  get running(): number {
    return this.#running;
  }

  get slow(): number {
    return this.#risky;
  }

  /** Whether a lane may begin an attempt. */
  admits(quick: boolean): boolean {
    if (!quick) return this.#risky < this.#half && this.#running < this.total;
    return this.#running - Math.max(0, this.#risky - this.#half) < this.total && this.#running < this.total * MOST;
  }

  begin(lane: SlowLane, quick: boolean, now: number): Running {
    const running = { startedAt: now, risky: !quick, slow: false, lane };
    this.#running += 1;
    if (!quick) this.#risky += 1;
    this.#young.add(running);
    return running;
  }

  /** The attempt is off the wire. It keeps its slot until `free`, so that what is unrecorded stays bounded. */
  end(running: Running): void {
    if (running.risky) this.#risky -= 1;
    running.risky = false;
    this.#young.delete(running);
  }

  free(): void {
    this.#running -= 1;
  }

  /** Marks attempts that have become slow. To be called a few times a second. */
  age(now: number): void {
    for (const running of this.#young) {
      if (now - running.startedAt < SLOW_MS) return;
      this.#young.delete(running);
      if (!running.risky) this.#risky += 1;
      running.risky = true;
      running.slow = true;
      running.lane.turnedSlow();
    }
  }
}
