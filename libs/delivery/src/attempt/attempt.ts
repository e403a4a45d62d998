import type { DeliveryTask, DestinationEffect, Fault, Request, Response } from '@app/contracts';
import type { Judged, Judgement, Kind, Rendered, Warning } from '@app/kinds';

/** What one task came to in an exchange. */
export interface TaskResult {
  readonly task: DeliveryTask;
  readonly judged: Judged;
}

/** One request and its answer, and the tasks it was about; or tasks that were refused without a request. */
export interface Exchange {
  readonly results: readonly TaskResult[];
  /** `null`: nothing was sent for these tasks. */
  readonly request: Request | null;
  readonly answer: Response | Fault | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly effect?: DestinationEffect | undefined;
  /** What the receiver said that an operator should hear of. */
  readonly warnings?: readonly string[] | undefined;
}

export interface AttemptPorts {
  /** The door to the outside; counts the request against whatever limits requests. Never rejects. */
  readonly send: (request: Request) => Promise<Response | Fault>;
  /** Epoch ms, the clock given to the kind. */
  readonly now: () => number;
  /** Ms, for durations. */
  readonly monotonic: () => number;
  /** Pure code threw: a fault of ours, to be said loudly. */
  readonly onBug: (error: unknown, tasks: readonly DeliveryTask[]) => void;
}

const withoutCall = (results: readonly TaskResult[], now: number, effect?: DestinationEffect): Exchange => ({
  results,
  request: null,
  answer: null,
  startedAt: now,
  durationMs: 0,
  effect,
});

const brokenVerdict: Judged = {
  verdict: 'retry',
  reason: 'internal_error',
  detail: 'an error inside Waybill; its log has the cause',
};

/** What is wanting about a task joins what people read of its attempt. */
const withHints = (judged: Judged, hints: readonly Warning[] = []): Judged => {
  if (hints.length === 0) return judged;
  const sentences = hints.map(({ text }) => text).join(' ');
  return { ...judged, detail: judged.detail === undefined ? sentences : `${judged.detail}; ${sentences}` };
};

/**
 * Makes one attempt at tasks of one destination: render, send, judge. A batch that the judge splits, or whose rendering
 * fails, is attempted again by halves until what is wrong with it stands alone; an exception in the kind's code ends a
 * lone task as `internal_error`.
 */
export async function attempt<Config>(
  kind: Kind<Config>,
  config: Config,
  tasks: readonly DeliveryTask[],
  ports: AttemptPorts,
): Promise<Exchange[]> {
  const inHalves = async (of: readonly DeliveryTask[]): Promise<Exchange[]> => {
    const middle = Math.ceil(of.length / 2);
    const first = await attempt(kind, config, of.slice(0, middle), ports);
    return [...first, ...(await attempt(kind, config, of.slice(middle), ports))];
  };
  const broken = (error: unknown, of: readonly DeliveryTask[]): TaskResult[] => {
    ports.onBug(error, of);
    return of.map((task) => ({ task, judged: brokenVerdict }));
  };

  const startedAt = ports.now();
  let rendered: Rendered;
  try {
    rendered = kind.render(tasks, config, startedAt);
  } catch (error) {
    return tasks.length > 1 ? inHalves(tasks) : [withoutCall(broken(error, tasks), startedAt)];
  }
  const { request, refused } = rendered;
  const exchanges: Exchange[] = [];
  if (refused.length > 0) {
    const results = refused.map(({ task, reason, detail }) => ({
      task,
      judged: { verdict: 'dead', reason, detail } as const,
    }));
    exchanges.push(withoutCall(results, startedAt));
  }
  const sent = refused.length === 0 ? tasks : tasks.filter((task) => !refused.some((refusal) => refusal.task === task));
  if (request === null) {
    if (sent.length === 0) return exchanges;
    return [
      ...exchanges,
      withoutCall(broken(new Error('no request was rendered for tasks not refused'), sent), startedAt),
    ];
  }
  const begun = ports.monotonic();
  const answer = await ports.send(request);
  const durationMs = ports.monotonic() - begun;
  const finished = (results: readonly TaskResult[], judgement?: Judgement): Exchange[] => {
    const { destination: effect, warnings } = judgement ?? {};
    exchanges.push({ results, request, answer, startedAt, durationMs, effect, warnings });
    return exchanges;
  };

  let judgement: Judgement;
  try {
    judgement = kind.judge(sent, config, answer, ports.now());
  } catch (error) {
    return finished(broken(error, sent));
  }
  const { each, destination } = judgement;
  if (each === 'split' && sent.length > 1) {
    if (destination) exchanges.push(withoutCall([], startedAt, destination));
    return [...exchanges, ...(await inHalves(sent))];
  }
  const hints = Map.groupBy(rendered.warnings ?? [], ({ task }) => task);
  const results: TaskResult[] = [];
  for (const [at, task] of sent.entries()) {
    const judged = each === 'split' ? undefined : each[at];
    if (judged === undefined) return finished(broken(new Error(`the judge gave no verdict for task ${at}`), sent));
    results.push({ task, judged: withHints(judged, hints.get(task)) });
  }
  return finished(results, judgement);
}
