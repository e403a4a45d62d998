import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** How soon queued requests are looked at again when the broker does not throttle (ms); kafkajs' own figure. */
const CHECK_MS = 10;

/**
 * kafkajs re-arms a timer of at most 1 ms after every response, for ever, whether or not anything waits: 3.5 % of a
 * core an idle connection, and `TimeoutNegativeWarning` on Node 24 because the delay is computed from `-1`. Here the
 * timer exists only while requests are queued, and its delay is never negative.
 */
export function repairRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledFor = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledFor > 0 ? throttledFor : CHECK_MS,
    );
  };
}
