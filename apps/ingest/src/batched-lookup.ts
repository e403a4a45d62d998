/** How long a caller waits for the answer (ms): it is a courtesy, and must not slow the door. */
const PATIENCE_MS = 20;
/** Keys in one statement; whoever does not fit in goes without an answer. */
const MAX_KEYS = 5000;

interface Round<Key, Found> {
  readonly keys: Key[];
  readonly found: Promise<Found>;
  readonly settle: (found: Found) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Asks whether something is known already, many callers with one statement: an idle look-up goes at once, a busy one takes
 * what gathered meanwhile. Never later than 20 ms and never a failure: what is not known by then counts as unknown.
 */
export class BatchedLookup<Key, Found> {
  #next: Round<Key, Found> | null = null;
  #busy = false;

  constructor(
    private readonly find: (keys: readonly Key[]) => Promise<Found>,
    /** The answer of whoever asks in vain. */
    private readonly nothing: Found,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** What was found in time, for these keys and those of others. */
  ask(keys: readonly Key[]): Promise<Found> {
    if (keys.length === 0) return Promise.resolve(this.nothing);
    this.#next ??= this.#begin();
    if (this.#next.keys.length + keys.length > MAX_KEYS) return Promise.resolve(this.nothing);
    this.#next.keys.push(...keys);
    const { found } = this.#next;
    if (!this.#busy) void this.#run();
    return found;
  }

  #begin(): Round<Key, Found> {
    const { promise, resolve } = Promise.withResolvers<Found>();
    const round: Round<Key, Found> = {
      keys: [],
      found: promise,
      settle: resolve,
      timer: setTimeout(() => this.#late(round), this.patienceMs),
    };
    return round;
  }

  #late(round: Round<Key, Found>): void {
    round.settle(this.nothing);
    // Whoever comes now begins a round with its own patience.
    if (this.#next === round) this.#next = null;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    // A turn later, so that everything asked for in this one goes together.
    await new Promise(setImmediate);
    for (let round = this.#next; round; round = this.#next) {
      this.#next = null;
      round.settle(await this.find(round.keys).catch(() => this.nothing));
      clearTimeout(round.timer);
    }
    this.#busy = false;
  }
}
