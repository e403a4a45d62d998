import type { HoldState } from '../hold/hold.state.js';
import { AT_PEACE, isAtPeace } from '../hold/hold.state.js';
import { Fifo } from './fifo.js';
import { RateBucket } from './rate.bucket.js';
import type { Running } from './slots.js';
import { SLOW_MS } from './slots.js';

/** What a lane holds in line. */
export interface LaneItem {
  readonly bytes: number;
}

/** Where a lane waits to be served; `nowhere` = an event of its own will bring it back. */
export type LanePlace = 'nowhere' | 'ready' | 'slot' | 'slow slot' | 'timer' | 'configuration';

/** How long an idle lane is remembered, quick or throttled as it was, ms. */
const FORGET_MS = 60_000;

/** The line of one destination, its concurrency, rate and hold. Times are monotonic ms. */
export class Lane<T extends LaneItem> {
  readonly #line = new Fifo<T>();
  #bytes = 0;
  /** Attempts on the wire. */
  wire = 0;
  hold: HoldState = AT_PEACE;
  /** Life of `hold` that recorder has been told of. */
  told = AT_PEACE.life;
  place: LanePlace = 'nowhere';
  /** Attempts that may be on the wire at once; `Infinity` = as many as the destination takes. */
  #allowance = Infinity;
  /** Successes since the allowance changed. */
  #round = 0;
  #quick = false;
  /** Attempts on the wire that are older than a second. */
  #slow = 0;
  #rate: RateBucket | null = null;
  #touchedAt = 0;

  constructor(
    readonly id: string,
    readonly partition: number,
  ) {}

  get waiting(): number {
    return this.#line.size;
  }

  /** Bytes of what waits in line. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Its last attempt took less than a second, and none on the wire is older. */
  get quick(): boolean {
    return this.#quick && this.#slow === 0;
  }

  peek(): T | undefined {
    return this.#line.peek();
  }

  push(item: T): void {
    this.#line.push(item);
    this.#bytes += item.bytes;
  }

  unshift(item: T): void {
    this.#line.unshift(item);
    this.#bytes += item.bytes;
  }

  shift(): T | undefined {
    const item = this.#line.shift();
    if (item !== undefined) this.#bytes -= item.bytes;
    return item;
  }

  hasRoomOnWire(maxConcurrency: number): boolean {
    return this.wire < Math.min(this.#allowance, maxConcurrency);
  }

  /** Milliseconds until its rate allows the next request; 0 = now. `perSecond` `null` = no limit. */
  rateWaitMs(perSecond: number | null, now: number): number {
    if (perSecond === null) {
      this.#rate = null;
      return 0;
    }
    if (this.#rate?.perSecond !== perSecond) this.#rate = new RateBucket(perSecond, now);
    return this.#rate.waitMs(now);
  }

  /** Counts a request against its rate. */
  countRequest(now: number): void {
    this.#rate?.take(now);
  }

  begin(now: number): void {
    this.wire += 1;
    this.#touchedAt = now;
  }

  turnedSlow(): void {
    this.#slow += 1;
  }

  end({ startedAt, slow }: Running, now: number): void {
    this.wire -= 1;
    if (slow) this.#slow -= 1;
    this.#quick = now - startedAt < SLOW_MS;
    this.#touchedAt = now;
  }

  /** Back to one at a time: after a timeout, and when a hold has ended. */
  restart(): void {
    this.#allowance = 1;
    this.#round = 0;
  }

  /** A full round of successes doubles what may be on the wire. */
  succeeded(maxConcurrency: number): void {
    if (this.#allowance === Infinity) return;
    this.#round += 1;
    if (this.#round < this.#allowance) return;
    this.#round = 0;
    this.#allowance = this.#allowance * 2 < maxConcurrency ? this.#allowance * 2 : Infinity;
  }

  /** The partition is somebody else's now: what was known here no longer counts. */
  reset(): void {
    this.hold = { ...AT_PEACE, life: this.hold.life + 1 };
    this.told = this.hold.life;
  }

  /** Nothing would be lost with this object. */
  isIdle(now: number): boolean {
    return (
      this.waiting === 0 &&
      this.wire === 0 &&
      this.place === 'nowhere' &&
      isAtPeace(this.hold) &&
      this.told === this.hold.life &&
      now - this.#touchedAt > FORGET_MS &&
      (this.#rate === null || this.#rate.isFull(now))
    );
  }
}
