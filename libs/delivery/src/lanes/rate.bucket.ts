/** Part of a second's requests that may go at once, so that a fast rate does not hang on the timer's resolution. */
const BURST_S = 0.02;

/** A token bucket that starts full. Times are monotonic ms. */
export class RateBucket {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly perSecond: number,
    now: number,
  ) {
    this.#tokens = this.#capacity;
    this.#filledAt = now;
  }

  get #capacity(): number {
    return Math.max(1, this.perSecond * BURST_S);
  }

  #fill(now: number): void {
    const added = ((now - this.#filledAt) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + added);
    this.#filledAt = now;
  }

  /** Milliseconds until a request may go; 0 = now. */
  waitMs(now: number): number {
    this.#fill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.perSecond) * 1000);
  }

  /** Counts a request; beyond the capacity it is a debt that later ones wait for. */
  take(now: number): void {
    this.#fill(now);
    this.#tokens -= 1;
  }

  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.#capacity;
  }
}
