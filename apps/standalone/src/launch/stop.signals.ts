/**
 * One Ctrl-C arrives up to three times: from the terminal, from npm and from prepare.mjs, both of which pass it on. What
 * comes this soon after the first is the same one.
 */
const ECHO_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a stop signal means, given when the first one came: begin to stop, nothing, or stop waiting and kill. */
export const meaningOf = (firstAtMs: number | null, nowMs: number): 'stop' | 'echo' | 'kill' => {
  if (firstAtMs === null) return 'stop';
  return nowMs - firstAtMs < ECHO_MS ? 'echo' : 'kill';
};

/** Calls `stop` at the first stop signal of this process and `kill` when a person asks again. */
export const onStopSignals = (stop: () => void, kill: () => void): void => {
  let firstAtMs: number | null = null;
  for (const name of SIGNALS) {
    process.on(name, () => {
      const nowMs = performance.now();
      const meaning = meaningOf(firstAtMs, nowMs);
      firstAtMs ??= nowMs;
      if (meaning === 'stop') stop();
      if (meaning === 'kill') kill();
    });
  }
};
