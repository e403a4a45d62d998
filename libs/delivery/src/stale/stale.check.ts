import type { Bucket, DeliveryId } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { DeliveryLife } from '@app/persistence';
import type { Ticket } from '../records/ticket.js';
import { isSuperseded } from './superseded.js';

/** How long the ledger may take to answer, ms. */
const SILENCE_MS = 250;
/** A task this late is attempted only once the ledger has answered for it, ms. */
const TOO_LATE_MS = 15 * 60_000;
/** Deliveries asked for in one statement. */
const BATCH = 500;

/** Reads where deliveries of one bucket stand; may reject, or take for ever. */
export type ReadLives = (bucket: Bucket, ids: readonly DeliveryId[]) => Promise<DeliveryLife[]>;

export type Freshness = 'fresh' | 'superseded';

export interface StaleCheckOptions {
  readonly read: ReadLives;
  /** Epoch ms by the broker's clock. */
  readonly now: () => number;
  readonly log: Logger;
  readonly onAnswer: (ticket: Ticket, answer: Freshness) => void;
  /** A turn's answers are all given. */
  readonly onTurn: () => void;
}

/**
 * Asks the ledger whether tasks are still to be attempted: one statement at a time, each with all that gathered. Where the
 * ledger is silent the tasks go on unasked, for it must not hold up deliveries; only what is very late waits for it.
 */
export class StaleCheck {
  #waiting: Ticket[] = [];
  #asking = false;
  /** A statement that outlived its time: the ledger counts as silent until it has ended. */
  #stuck = false;

  constructor(private readonly options: StaleCheckOptions) {}

  /** Tasks that wait for an answer. */
  get size(): number {
    return this.#waiting.length;
  }

  ask(ticket: Ticket): void {
    this.#waiting.push(ticket);
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => void this.#turn());
  }

  /** Asks again for what waits for a ledger that was silent. To be called now and then. */
  retry(): void {
    if (this.#waiting.length === 0 || this.#asking) return;
    this.#asking = true;
    void this.#turn();
  }

  async #turn(): Promise<void> {
    const asked = this.#waiting.splice(0, BATCH);
    const lives = this.#stuck ? null : await this.#read(asked);
    const late: Ticket[] = [];
    // Each goes back to the head of its lane, so the last one comes first.
    for (const ticket of asked.toReversed()) {
      if (lives !== null) this.#answer(ticket, lives.get(ticket.task.event_id));
      else if (this.options.now() - ticket.dueAt > TOO_LATE_MS) late.push(ticket);
      else this.options.onAnswer(ticket, 'fresh');
    }
    this.#waiting.push(...late);
    this.#asking = this.#waiting.length > late.length;
    this.options.onTurn();
    if (this.#asking) void this.#turn();
  }

  #answer(ticket: Ticket, life: DeliveryLife | undefined): void {
    this.options.onAnswer(ticket, isSuperseded(ticket.task, life) ? 'superseded' : 'fresh');
  }

  /** `null` when there was no answer in time. */
  async #read(tickets: readonly Ticket[]): Promise<Map<DeliveryId, DeliveryLife> | null> {
    this.#stuck = true;
    const answer = this.#readAll(tickets).finally(() => (this.#stuck = false));
    const silence = Promise.withResolvers<null>();
    const timer = setTimeout(() => silence.resolve(null), SILENCE_MS);
    const lives = await Promise.race([answer, silence.promise]);
    clearTimeout(timer);
    return lives;
  }

  async #readAll(tickets: readonly Ticket[]): Promise<Map<DeliveryId, DeliveryLife> | null> {
    const buckets = Map.groupBy(tickets, ({ task }) => task.bucket);
    try {
      const lives = await Promise.all(
        [...buckets].map(([bucket, of]) =>
          this.options.read(
            bucket,
            of.map(({ task }) => task.event_id),
          ),
        ),
      );
      return new Map(lives.flat().map((life) => [life.eventId, life]));
    } catch (error) {
      this.options.log.warn({ err: error }, 'the ledger could not be asked about old tasks');
      return null;
    }
  }
}
