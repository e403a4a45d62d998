/** Time without work that may be made up for at once, ms; slower jobs may always do one. */
const BURST_MS = 1_000;

/**
 * How much a job may do now, so that it keeps its rate over steps, processes and restarts. `usedUpTo`: the moment up to
 * which its rate is used up, `null` before its first step. Times are epoch ms of one clock.
 */
export interface Pace {
  readonly allowed: number;
  /** The same moment after `done` of them. */
  readonly after: (done: number) => number;
}

export function paceOf(ratePerS: number, usedUpTo: number | null, now: number): Pace {
  const oneMs = 1_000 / ratePerS;
  const start = usedUpTo === null ? now - oneMs : Math.max(usedUpTo, now - Math.max(BURST_MS, oneMs));
  return {
    // A clock that is set back must not stop the job for longer than a burst.
    allowed: start > now + BURST_MS ? 1 : Math.max(0, Math.floor((now - start) / oneMs + 1e-9)),
    after: (done) => Math.min(start, now) + done * oneMs,
  };
}
