import type { Logger } from '@app/observability';

/**
 * The phases of an end, in their order: say so to the orchestrator, take no more work, let what is on the wire finish,
 * record what came of it, commit positions, flush the producer, close connections.
 */
const SHUTDOWN_PHASES = ['unready', 'intake', 'finish', 'record', 'commit', 'flush', 'close'] as const;
export type ShutdownPhase = (typeof SHUTDOWN_PHASES)[number];

export interface ShutdownStep {
  readonly phase: ShutdownPhase;
  /** As logged with its duration. */
  readonly name: string;
  /** How long it may take, ms, asked for when it begins; default 5 s. Afterwards the sequence goes on without it. */
  readonly deadlineMs?: number | (() => number);
  readonly run: () => Promise<void> | void;
}

export interface StepResult {
  readonly name: string;
  readonly phase: ShutdownPhase;
  readonly result: 'done' | 'failed' | 'timed out';
  readonly durationMs: number;
}

const DEFAULT_DEADLINE_MS = 5000;
/** The longest request timeout (30 s) + 3 s for what follows it; orchestrators must wait a little longer. */
export const SHUTDOWN_TOTAL_MS = 33_000;
/** What a step still gets once the total is used up: enough for what needs no waiting. */
const LEAST_MS = 100;

/** Steps phase by phase; within a phase what was added last ends first, so users end before what they use. */
const inOrder = (steps: readonly ShutdownStep[]): ShutdownStep[] =>
  SHUTDOWN_PHASES.flatMap((phase) => steps.filter((step) => step.phase === phase).toReversed());

/** Runs every step in order, each at most for its deadline and all of them for `totalMs`; never throws. */
export async function runShutdown(
  steps: readonly ShutdownStep[],
  log: Logger,
  totalMs = SHUTDOWN_TOTAL_MS,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const begun = performance.now();
  for (const step of inOrder(steps)) {
    const left = Math.max(totalMs - (performance.now() - begun), LEAST_MS);
    const own = typeof step.deadlineMs === 'function' ? step.deadlineMs() : (step.deadlineMs ?? DEFAULT_DEADLINE_MS);
    results.push(await runStep(step, Math.min(own, left), log));
  }
  return results;
}

/** A throw before the first await counts as a rejection. */
const settle = async (run: ShutdownStep['run']): Promise<void> => run();

async function runStep({ phase, name, run }: ShutdownStep, deadlineMs: number, log: Logger): Promise<StepResult> {
  const begun = performance.now();
  const timeout = Promise.withResolvers<'timed out'>();
  const timer = setTimeout(() => timeout.resolve('timed out'), deadlineMs);
  let cause: unknown;
  const result = await Promise.race([
    settle(run).then(
      () => 'done' as const,
      (error: unknown) => {
        cause = error;
        return 'failed' as const;
      },
    ),
    timeout.promise,
  ]);
  clearTimeout(timer);
  const durationMs = Math.round(performance.now() - begun);
  const fields = { phase, step: name, duration_ms: durationMs };
  if (result === 'done') log.info(fields, 'shutdown step done');
  else log.warn({ ...fields, err: cause }, `shutdown step ${result}`);
  return { name, phase, result, durationMs };
}
