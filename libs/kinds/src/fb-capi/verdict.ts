import {
  isFault,
  type DeliveryTask,
  type DestinationEffect,
  type Fault,
  type Reason,
  type Response,
} from '@app/contracts';
import type { Judged, Judgement } from '../kind.js';
import { askedToWaitUntil, asksForPeace, judgeFault, refuseForGood, retryAsAsked } from '../status.js';
import { readGraphAnswer, type GraphError } from './graph-answer.js';
import { classOf } from './graph-class.js';
import { fullUntil, UNTOLD_WAIT_MS } from './usage.js';

/** How long a policy block is left alone: Meta speaks of hours. */
const POLICY_WAIT_MS = 4 * 3_600_000;

/** Refusals of an event that have a reason of their own. */
const REASONS: ReadonlyMap<number, Reason> = new Map([
  [2_804_003, 'too_old'],
  [2_804_009, 'missing_value'],
  [2_804_050, 'no_identifier'],
]);

const sameForEach = (tasks: readonly DeliveryTask[], judged: Judged, destination?: DestinationEffect): Judgement => ({
  each: tasks.map(() => judged),
  ...(destination ? { destination } : {}),
});

/** A first refusal of an event whose click had not come yet: by the next attempt it may be known. */
const mayHaveClickLater = (task: DeliveryTask): boolean =>
  task.click === null && task.uid !== null && task.attempt - task.attempt_base <= 1;

/** Meta takes all events of a request or none, and does not say which one it minds. */
function judgePayload(tasks: readonly DeliveryTask[], { subcode, detail }: GraphError): Judgement {
  const [task] = tasks;
  if (task === undefined || tasks.length > 1) return { each: 'split' };
  const reason = REASONS.get(subcode ?? 0) ?? 'graph_rejected';
  return reason === 'no_identifier' && mayHaveClickLater(task)
    ? { each: [{ verdict: 'retry', reason, detail }] }
    : { each: [{ verdict: 'dead', reason, detail }] };
}

function judgeError(tasks: readonly DeliveryTask[], error: GraphError, response: Response, now: number): Judgement {
  const { detail } = error;
  const asked = askedToWaitUntil(response, now);
  const kind = classOf(error, response.status);
  switch (kind) {
    case 'transient':
      return sameForEach(tasks, {
        verdict: 'retry',
        reason: 'http_status',
        detail,
        ...(asked === null ? {} : { notBefore: asked }),
      });
    case 'throttled': {
      const until = asked ?? fullUntil(response, now) ?? now + UNTOLD_WAIT_MS;
      return sameForEach(
        tasks,
        { verdict: 'retry', reason: 'throttled', detail, notBefore: until },
        { effect: 'slow', until, reason: 'throttled' },
      );
    }
    case 'blocked': {
      const until = now + POLICY_WAIT_MS;
      return sameForEach(
        tasks,
        { verdict: 'keep', reason: 'graph_rejected', detail, notBefore: until },
        { effect: 'slow', until, reason: 'policy_block' },
      );
    }
    case 'credentials':
      return sameForEach(
        tasks,
        { verdict: 'keep', reason: 'credentials', detail },
        { effect: 'pause', reason: 'credentials' },
      );
    case 'payload':
      return judgePayload(tasks, error);
    default:
      return kind satisfies never;
  }
}

/** An answer that is none of Graph's: something on the way, or Graph's edge. */
function judgeForeign(tasks: readonly DeliveryTask[], response: Response, now: number): Judgement {
  const { status } = response;
  if (status >= 300 && status < 400) return sameForEach(tasks, refuseForGood(response));
  if (status === 413) return tasks.length > 1 ? { each: 'split' } : sameForEach(tasks, refuseForGood(response));
  const judged: Judged = {
    ...retryAsAsked(response, status === 429 ? 'throttled' : 'http_status', now),
    detail: `answered ${status} with a body that is not Graph's`,
  };
  return sameForEach(tasks, judged, asksForPeace(response, now) ?? undefined);
}

function judgeReceived(tasks: readonly DeliveryTask[], count: number, detail: string): Judgement {
  if (count === tasks.length) return sameForEach(tasks, { verdict: 'sent', ...(detail === '' ? {} : { detail }) });
  if (tasks.length > 1) return { each: 'split' };
  const told = `Graph received ${count} events of 1${detail === '' ? '' : `; ${detail}`}`;
  return sameForEach(tasks, { verdict: 'retry', reason: 'graph_rejected', detail: told });
}

function judgeResponse(tasks: readonly DeliveryTask[], response: Response, now: number): Judgement {
  const answer = readGraphAnswer(response);
  switch (answer.says) {
    case 'received':
      return judgeReceived(tasks, answer.count, answer.detail);
    case 'error':
      return judgeError(tasks, answer.error, response, now);
    case 'foreign':
      return judgeForeign(tasks, response, now);
    default:
      return answer satisfies never;
  }
}

/** What an answer of Graph means for the tasks that shared the request. */
export function judgeGraph(tasks: readonly DeliveryTask[], answer: Response | Fault, now: number): Judgement {
  if (isFault(answer)) return sameForEach(tasks, judgeFault(answer));
  const judgement = judgeResponse(tasks, answer, now);
  const full = judgement.destination === undefined ? fullUntil(answer, now) : null;
  const warning = answer.headers['x-ad-api-version-warning'];
  return {
    ...judgement,
    ...(full === null ? {} : { destination: { effect: 'slow', until: full, reason: 'throttled' } }),
    ...(warning === undefined ? {} : { warnings: [`Graph warns of the API version: ${warning}`] }),
  };
}
