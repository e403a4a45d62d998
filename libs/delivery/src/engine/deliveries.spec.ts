import { describe, expect, it } from '@jest/globals';
import { HEADERS } from '@app/contracts';
import { retryTopic } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { startEngine } from '../../testing/index.js';

describe('a delivery', () => {
  it('is sent, recorded and committed', async () => {
    const rig = await startEngine(webhook);
    const task = rig.put(rig.task(rig.destination()));
    await until('committed', () => rig.allCommitted());
    expect(rig.sent).toHaveLength(1);
    expect(rig.outcomes()).toEqual([
      expect.objectContaining({
        event_id: task.event_id,
        verdict: 'sent',
        reason: null,
        attempt: 1,
        executed: true,
        http_status: 200,
        next_attempt_at_ms: null,
        destination: null,
      }),
    ]);
  });

  it('waits in its tier after a failure, is tried again when due, and never early', async () => {
    const rig = await startEngine(webhook);
    rig.answer = (_request, attempt) => (attempt < 3 ? 503 : 200);
    const task = rig.put(rig.task(rig.destination()));
    await until('sent', () => rig.outcomes().some(({ verdict }) => verdict === 'sent'));
    const [first, second, third] = rig.outcomes(task);
    expect(first).toMatchObject({
      verdict: 'retry',
      reason: 'http_status',
      attempt: 1,
      tier: { topic: retryTopic('webhook', 30) },
    });
    expect(second).toMatchObject({ verdict: 'retry', attempt: 2, tier: { topic: retryTopic('webhook', 60) } });
    expect(third).toMatchObject({ verdict: 'sent', attempt: 3 });
    expect(rig.sent[1]?.at).toBeGreaterThanOrEqual(first?.next_attempt_at_ms ?? Infinity);
    expect(rig.sent[2]?.at).toBeGreaterThanOrEqual(second?.next_attempt_at_ms ?? Infinity);
    await until('tiers are committed', () => rig.allCommitted(retryTopic('webhook', 60)));
    expect(new Set(rig.sent.map(({ request }) => String(request.body))).size).toBe(1);
  });

  it('fails fast on a permanent answer, and its dead letter explains itself', async () => {
    const rig = await startEngine(webhook);
    rig.answer = () => 404;
    const task = rig.put(rig.task(rig.destination()));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toEqual([
      expect.objectContaining({ verdict: 'dead', reason: 'http_status', http_status: 404 }),
    ]);
    const [letter] = rig.deadLetters();
    expect(JSON.parse(String(letter?.value))).toEqual(task);
    expect(
      Object.fromEntries(Object.entries(letter?.headers ?? {}).map(([name, value]) => [name, String(value)])),
    ).toMatchObject({
      [HEADERS.reason]: 'http_status',
      [HEADERS.detail]: 'answered 404',
      [HEADERS.topic]: rig.main,
      [HEADERS.offset]: '0',
    });
  });

  it('ends when its attempts are used up, and says how the last one ended', async () => {
    const rig = await startEngine(webhook);
    rig.answer = () => 500;
    const task = rig.put(rig.task(rig.destination({ max_attempts: 3 })));
    await until('dead', () => rig.deadLetters().length === 1);
    await until('told', () => rig.outcomes(task).length === 3);
    expect(rig.outcomes(task).at(-1)).toMatchObject({
      verdict: 'dead',
      reason: 'attempts_exhausted',
      http_status: 500,
      detail: 'attempt 3 of 3 ended as http_status: answered 500',
    });
  });

  it('that was redriven has a fresh budget', async () => {
    const rig = await startEngine(webhook);
    rig.answer = () => 500;
    const task = rig.put(rig.task(rig.destination({ max_attempts: 3 }), { attempt: 4, attempt_base: 3 }));
    await until('told', () => rig.outcomes(task).length >= 1);
    expect(rig.outcomes(task)[0]).toMatchObject({
      verdict: 'retry',
      attempt: 4,
      tier: { topic: retryTopic('webhook', 30) },
    });
  });

  it.each([
    ['marked as expired', { expired: true as const }],
    ['past its horizon', { born_at_ms: Date.now() - 3_700_000 }],
  ])('%s ends without an attempt', async (_, changes) => {
    const rig = await startEngine(webhook);
    rig.put(rig.task(rig.destination(), changes));
    await until('committed', () => rig.allCommitted());
    expect(rig.sent).toEqual([]);
    expect(rig.outcomes()).toEqual([
      expect.objectContaining({ verdict: 'dead', reason: 'horizon_passed', executed: false }),
    ]);
    expect(rig.deadLetters()).toHaveLength(1);
  });

  it('that the receiver asked to be left alone for waits on in the outbox', async () => {
    const rig = await startEngine(webhook);
    const task = rig.task(rig.destination(), { attempt: 2 });
    const notBefore = Date.now() + 60_000;
    rig.put(task, retryTopic('webhook', 30), { [HEADERS.notBefore]: String(notBefore) });
    await until('told', () => rig.outcomes().length === 1);
    expect(rig.outcomes()[0]).toMatchObject({ verdict: 'keep', executed: false, next_attempt_at_ms: notBefore });
    expect(rig.sent).toEqual([]);
  });
});
