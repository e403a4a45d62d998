import { LRUCache } from 'lru-cache';

/** Failures that cost nothing: people mistype. */
const FREE = { person: 5, address: 20 };
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const REMEMBERED = 50_000;

interface Failures {
  readonly count: number;
  readonly openAt: number;
}

/** Who tries to sign in, and from where. */
export interface Attempt {
  readonly email: string;
  readonly address: string;
}

/**
 * Slows down guessing. An e-mail tried from one address has to wait after five failures, an address after twenty, twice as
 * long after each further one, at most 15 min. An e-mail is never shut for everybody: nobody can lock another out.
 */
export class SignInThrottle {
  readonly #failures = new LRUCache<string, Failures>({ max: REMEMBERED, ttl: 2 * LONGEST_WAIT_MS });

  constructor(private readonly now: () => number = Date.now) {}

  /** How long (ms) this attempt has to wait; 0: it may go on. */
  waitMs(attempt: Attempt): number {
    return Math.max(0, ...this.#keys(attempt).map(([key]) => (this.#failures.get(key)?.openAt ?? 0) - this.now()));
  }

  /** Notes an attempt before its outcome is known, or many at once would all be free. */
  began(attempt: Attempt): void {
    for (const [key, free] of this.#keys(attempt)) {
      const count = (this.#failures.get(key)?.count ?? 0) + 1;
      const wait = count < free ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - free));
      this.#failures.set(key, { count, openAt: this.now() + wait });
    }
  }

  /** Forgets what this person failed at from there. */
  succeeded(attempt: Attempt): void {
    for (const [key] of this.#keys(attempt)) this.#failures.delete(key);
  }

  #keys({ email, address }: Attempt): [key: string, free: number][] {
    return [
      [`${address} ${email}`, FREE.person],
      [address, FREE.address],
    ];
  }
}
