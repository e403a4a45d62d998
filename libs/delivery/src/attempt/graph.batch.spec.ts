import type { DeliveryTask, Request, Response } from '@app/contracts';
import { aDeliveryTask } from '@app/contracts/testing';
import { fbCapi } from '@app/kinds';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { response } from '../../testing/index.js';
import { attempt } from './attempt.js';

const graph = fbCapi('https://graph.test');
const config = graph.config.parse({
  pixel_id: '1234567890',
  access_token: 'EAAB0123456789abcdefg',
  batch_max: 100,
  event_id_from: 'eid',
});
const sentEvents = z.object({ data: z.array(z.object({ event_id: z.string() })) });

const tasks = Array.from({ length: 100 }, (_, at) => aDeliveryTask({ kind: 'fb_capi', event: 'Lead', eid: `e${at}` }));

/** Takes all events of a request or none, as Graph does: those with these ids spoil theirs. */
const graphThatMinds =
  (bad: readonly string[], code = { code: 100, error_subcode: 2_804_016 }) =>
  ({ body }: Request): Response => {
    const { data } = sentEvents.parse(JSON.parse(String(body)));
    return data.some(({ event_id }) => bad.includes(event_id))
      ? response(400, {}, JSON.stringify({ error: code }))
      : response(200, {}, JSON.stringify({ events_received: data.length, messages: [], fbtrace_id: 'T' }));
  };

async function run(given: readonly DeliveryTask[], answer: (request: Request) => Response) {
  let calls = 0;
  const exchanges = await attempt(graph, config, given, {
    send: (request) => {
      calls += 1;
      return Promise.resolve(answer(request));
    },
    now: () => given[0]?.accepted_at_ms ?? 0,
    monotonic: () => 0,
    onBug: (error) => {
      throw error;
    },
  });
  const results = exchanges.flatMap((exchange) => exchange.results);
  const of = (verdict: string) =>
    results.filter(({ judged }) => judged.verdict === verdict).map(({ task }) => task.eid);
  return {
    calls,
    results,
    sent: of('sent'),
    dead: of('dead'),
    kept: of('keep'),
    effects: exchanges.map(({ effect }) => effect),
  };
}

describe('a batch of 100 at Graph', () => {
  it('is one call when nothing is wrong with it', async () => {
    const { calls, sent } = await run(tasks, graphThatMinds([]));
    expect([calls, sent.length]).toEqual([1, 100]);
  });

  it('with three bad events delivers the other 97', async () => {
    const { calls, sent, dead } = await run(tasks, graphThatMinds(['e3', 'e50', 'e99']));
    expect(sent).toHaveLength(97);
    expect(dead).toEqual(['e3', 'e50', 'e99']);
    expect(calls).toBeLessThanOrEqual(41);
  });

  it('with bad events we know of does not even ask', async () => {
    const given = tasks.map((task, at) => (at % 50 === 0 ? { ...task, event: 'Purchase' } : task));
    const { calls, sent, dead } = await run(given, graphThatMinds([]));
    expect([calls, sent.length, dead]).toEqual([1, 98, ['e0', 'e50']]);
  });

  it('is kept as a whole when the token is revoked', async () => {
    const { calls, kept, effects } = await run(tasks, graphThatMinds(['e0'], { code: 190, error_subcode: 460 }));
    expect([calls, kept.length]).toEqual([1, 100]);
    expect(effects).toEqual([{ effect: 'pause', reason: 'credentials' }]);
  });

  it('tells of each event what it lacks', async () => {
    const { results } = await run(tasks.slice(0, 2), graphThatMinds([]));
    for (const { judged } of results)
      expect(judged.detail).toMatch(/^fbtrace_id T; No IP address. No user agent. No fbc/);
  });
});
