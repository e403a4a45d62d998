import type { EventId } from '@app/contracts';
import type { EventSource } from '@app/persistence';

/** Where a copy of an event stands already: its place in the topic, or `old` where that is not known any more. */
export type FirstCopy = EventSource | 'old';

/** Finds first copies in one statement or two; events nobody has stored are absent. */
export type FindFirstCopies = (ids: readonly EventId[]) => Promise<ReadonlyMap<EventId, FirstCopy>>;

/** How long a caller waits for the answer (ms): it is a courtesy, and must not slow the door. */
const PATIENCE_MS = 20;
/** Ids in one statement; whoever does not fit in goes without an answer. */
const MAX_IDS = 5000;

const NOTHING: ReadonlyMap<EventId, FirstCopy> = new Map();

interface Round {
  readonly ids: EventId[];
  readonly found: Promise<ReadonlyMap<EventId, FirstCopy>>;
  readonly settle: (found: ReadonlyMap<EventId, FirstCopy>) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Asks whether events are known already, many callers with one statement: an idle look-up goes at once, a busy one takes
 * what gathered meanwhile. Never later than 20 ms and never a failure: what is not known by then counts as unknown.
 */
export class DuplicateLookup {
  #next: Round | null = null;
  #busy = false;

  constructor(
    private readonly find: FindFirstCopies,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** The first copies found in time. */
  firstCopies(ids: readonly EventId[]): Promise<ReadonlyMap<EventId, FirstCopy>> {
    if (ids.length === 0) return Promise.resolve(NOTHING);
    this.#next ??= this.#begin();
    if (this.#next.ids.length + ids.length > MAX_IDS) return Promise.resolve(NOTHING);
    this.#next.ids.push(...ids);
    const { found } = this.#next;
    if (!this.#busy) void this.#run();
    return found;
  }

  #begin(): Round {
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<EventId, FirstCopy>>();
    const round: Round = {
      ids: [],
      found: promise,
      settle: resolve,
      timer: setTimeout(() => this.#late(round), this.patienceMs),
    };
    return round;
  }

  #late(round: Round): void {
    round.settle(NOTHING);
    // Whoever comes now begins a round with its own patience.
    if (this.#next === round) this.#next = null;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    // A turn later, so that everything asked for in this one goes together.
    await new Promise(setImmediate);
    for (let round = this.#next; round; round = this.#next) {
      this.#next = null;
      round.settle(await this.find(round.ids).catch(() => NOTHING));
      clearTimeout(round.timer);
    }
    this.#busy = false;
  }
}
