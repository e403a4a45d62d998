import { describe, expect, it } from '@jest/globals';
import type { DeliveryTask, Request, Response } from '@app/contracts';
import type { Kind } from '@app/kinds';
import { webhook } from '@app/kinds';
import { EngineRig, response } from '../../testing/index.js';
import { attempt } from './attempt.js';

const CONFIG = webhook.config.parse({ url: 'https://example.com/' });
const rig = new EngineRig(webhook);
const destination = rig.destination();
const named = (uid: string): DeliveryTask => rig.task(destination, { uid });

/** Several tasks a request, all or nothing, as Meta does it: `bad` ones spoil theirs. */
const batching: Kind<typeof CONFIG> = {
  ...webhook,
  limits: { ...webhook.limits, batchMax: () => 10 },
  render(tasks) {
    if (tasks.some(({ uid }) => uid === 'throws')) throw new Error('bug');
    const refused = tasks
      .filter(({ uid }) => uid === 'refused')
      .map((task) => ({ task, reason: 'too_old' as const, detail: 'old' }));
    const body = Buffer.from(
      tasks
        .filter(({ uid }) => uid !== 'refused')
        .map(({ uid }) => uid)
        .join(),
    );
    return {
      request: body.length === 0 ? null : { method: 'POST', url: 'https://example.com/', headers: {}, body },
      refused,
    };
  },
  judge(tasks, _config, answer) {
    const sent = 'status' in answer && answer.status === 200;
    if (sent) return { each: tasks.map(() => ({ verdict: 'sent' })) };
    return tasks.length > 1 ? { each: 'split' } : { each: [{ verdict: 'dead', reason: 'graph_rejected' }] };
  },
};

async function run(kind: Kind<typeof CONFIG>, uids: readonly string[], answer?: (request: Request) => Response) {
  const bodies: string[] = [];
  const bugs: unknown[] = [];
  const exchanges = await attempt(kind, CONFIG, uids.map(named), {
    send: (request) => {
      bodies.push(String(request.body));
      return Promise.resolve(answer?.(request) ?? response(String(request.body).includes('bad') ? 400 : 200));
    },
    now: () => 0,
    monotonic: () => 0,
    onBug: (error) => bugs.push(error),
  });
  const results = exchanges.flatMap((exchange) => exchange.results);
  return {
    bodies,
    bugs,
    verdicts: Object.fromEntries(results.map(({ task, judged }) => [task.uid, judged.verdict])),
    results,
  };
}

describe('an attempt', () => {
  it('sends what fits into one request together', async () => {
    const { bodies, verdicts } = await run(batching, ['a', 'b', 'c']);
    expect(bodies).toEqual(['a,b,c']);
    expect(verdicts).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
  });

  it('splits a refused batch until the bad one stands alone', async () => {
    const { bodies, verdicts } = await run(batching, ['a', 'b', 'bad', 'd']);
    expect(bodies).toEqual(['a,b,bad,d', 'a,b', 'bad,d', 'bad', 'd']);
    expect(verdicts).toEqual({ a: 'sent', b: 'sent', bad: 'dead', d: 'sent' });
  });

  it('ends refused tasks without a call and sends the others', async () => {
    const { bodies, results } = await run(batching, ['refused', 'a']);
    expect(bodies).toEqual(['a']);
    expect(results.map(({ judged }) => judged)).toEqual([
      { verdict: 'dead', reason: 'too_old', detail: 'old' },
      { verdict: 'sent' },
    ]);
    expect((await run(batching, ['refused'])).bodies).toEqual([]);
  });

  it('finds the task that breaks our own code, and spares its neighbours', async () => {
    const { verdicts, bugs, results } = await run(batching, ['a', 'throws', 'c', 'd']);
    expect(verdicts).toEqual({ a: 'sent', throws: 'retry', c: 'sent', d: 'sent' });
    expect(results.find(({ task }) => task.uid === 'throws')?.judged).toMatchObject({ reason: 'internal_error' });
    expect(bugs).toHaveLength(1);
  });

  it.each<[string, Kind<typeof CONFIG>['judge']]>([
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['forgets a task', () => ({ each: [{ verdict: 'sent' }] })],
    ['splits one task', () => ({ each: 'split' })],
  ])('takes the way of a retry when the judge %s', async (what, judge) => {
    const { verdicts, bugs } = await run({ ...batching, judge }, what === 'splits one task' ? ['a'] : ['a', 'b']);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['retry']));
    expect(bugs).toHaveLength(1);
  });

  it('takes the way of a retry when nothing was rendered for a task', async () => {
    const { verdicts } = await run({ ...batching, render: () => ({ request: null, refused: [] }) }, ['a']);
    expect(verdicts).toEqual({ a: 'retry' });
  });
});
