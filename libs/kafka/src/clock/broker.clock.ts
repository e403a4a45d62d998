import type { Clock } from '../types.js';

/** Samples older than this no longer count: over longer spans two quartz clocks drift by more than a millisecond or two. */
const SAMPLE_LIFE_MS = 120_000;

interface Sample {
  /** Broker time minus monotonic time when the sample arrived: what to add to the monotonic clock. */
  offset: number;
  at: number;
}

/**
 * The broker's clock, carried forward by the process's monotonic one, so a jump of the wall clock changes nothing.
 * A sample is an append time learnt after the fact: the estimate is late by at most the time of that answer, never
 * early. The best (latest) of the recent samples counts; when all are old the newest is kept.
 */
export class BrokerClock implements Clock {
  #best: Sample | null = null;
  #newest: Sample | null = null;

  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Takes the append time (epoch ms, broker's clock) of a record that has just been acknowledged. */
  sample(appendedAt: number): void {
    const at = this.monotonic();
    const sample = { offset: appendedAt - at, at };
    this.#newest = sample;
    if (this.#best === null || sample.offset >= this.#best.offset || at - this.#best.at > SAMPLE_LIFE_MS) {
      this.#best = sample;
    }
  }

  /** Epoch ms by the broker's clock, at most; `null` before the first sample. */
  now(): number | null {
    return this.#best === null ? null : this.monotonic() + this.#best.offset;
  }

  /** Milliseconds since the newest sample; `Infinity` before the first. */
  silentMs(): number {
    return this.#newest === null ? Infinity : this.monotonic() - this.#newest.at;
  }
}
