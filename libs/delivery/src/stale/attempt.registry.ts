import { LRUCache } from 'lru-cache';
import type { Ticket } from '../records/ticket.js';

/** Finished attempts that are remembered. */
const REMEMBERED = 50_000;

const keyOf = ({ task: { event_id, dispatch, attempt } }: Ticket): string => `${event_id} ${dispatch} ${attempt}`;

/**
 * Knows which attempts this process has under way or has just finished, so the same one, read again after a rebalance or
 * stored twice by a repeated produce, is not made twice.
 */
export class AttemptRegistry {
  readonly #underWay = new Map<string, Ticket>();
  readonly #finished = new LRUCache<string, true>({ max: REMEMBERED });

  get size(): number {
    return this.#underWay.size;
  }

  /**
   * `first`: it is now under way. `twin`: it will be finished together with the one under way. `finished`: it has been
   * recorded already, its record is done.
   */
  enter(ticket: Ticket): 'first' | 'twin' | 'finished' {
    const key = keyOf(ticket);
    const first = this.#underWay.get(key);
    if (first) {
      (first.twins ??= []).push(ticket);
      return 'twin';
    }
    if (this.#finished.has(key)) return 'finished';
    this.#underWay.set(key, ticket);
    return 'first';
  }

  recorded(ticket: Ticket): void {
    const key = keyOf(ticket);
    this.#underWay.delete(key);
    this.#finished.set(key, true);
  }

  /** It will not be attempted here: its partition is gone. Returns the twins that must now stand for themselves. */
  abandon(ticket: Ticket): readonly Ticket[] {
    this.#underWay.delete(keyOf(ticket));
    const { twins } = ticket;
    ticket.twins = null;
    return twins ?? [];
  }
}
