/** `null` = fine, else what is wrong, in words. Answers from what is known already: it never waits for anything. */
export type HealthCheck = () => string | null;

export interface CheckResult {
  readonly name: string;
  /** `null` = fine. */
  readonly problem: string | null;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

/** Tells a heartbeat that its loop went round. */
export type Beat = () => void;

/**
 * What a process says of itself.
 *
 * *Live*: its own loops and timers make progress. An orchestrator restarts what is not live, so a broker or a database
 * that is away must never show here. *Ready*: it can do its work now: configuration loaded, partitions assigned, not
 * shutting down.
 */
export interface Health {
  readonly live: (name: string, check: HealthCheck) => void;
  readonly ready: (name: string, check: HealthCheck) => void;
  /** A live check that fails once the returned `beat` was not called for `maxSilenceMs`. */
  readonly heartbeat: (name: string, maxSilenceMs: number) => Beat;
  readonly liveness: () => HealthReport;
  readonly readiness: () => HealthReport;
}

const report = (checks: ReadonlyMap<string, HealthCheck>): HealthReport => {
  const results = [...checks].map(([name, check]) => ({ name, problem: check() }));
  return { ok: results.every(({ problem }) => problem === null), checks: results };
};

function register(checks: Map<string, HealthCheck>, name: string, check: HealthCheck): void {
  if (checks.has(name)) throw new Error(`health check ${name} exists already`);
  checks.set(name, check);
}

/** An empty registry: live and ready until a check says otherwise. `now` is a monotonic clock in ms. */
export function createHealth(now: () => number = () => performance.now()): Health {
  const live = new Map<string, HealthCheck>();
  const ready = new Map<string, HealthCheck>();
  return {
    live: (name, check) => register(live, name, check),
    ready: (name, check) => register(ready, name, check),
    heartbeat(name, maxSilenceMs) {
      let last = now();
      register(live, name, () => {
        const silence = now() - last;
        return silence <= maxSilenceMs ? null : `no progress for ${Math.round(silence / 1000)} s`;
      });
      return () => {
        last = now();
      };
    },
    liveness: () => report(live),
    readiness: () => report(ready),
  };
}
