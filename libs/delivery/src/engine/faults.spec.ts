import { describe, expect, it } from '@jest/globals';
import { retryTopic } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { response, startEngine } from '../../testing/index.js';

describe('what Kafka does not take', () => {
  it('is held and sent again; the task stays unfinished', async () => {
    const rig = await startEngine(webhook);
    rig.producer.refuse('unavailable', 'outcomes');
    rig.put(rig.task(rig.destination()));
    await until('held', () => rig.engine.levels().unrecorded === 1 && rig.sent.length === 1);
    expect(rig.allCommitted()).toBe(false);
    rig.producer.refuse(null);
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toHaveLength(1);
    expect(rig.sent).toHaveLength(1);
  });

  it('of one delay topic leaves the others alone', async () => {
    const rig = await startEngine(webhook, { slots: 2 });
    const bad = rig.destination();
    rig.answer = ({ url }) => (url.endsWith(bad.id) ? 500 : 200);
    rig.producer.refuse('unavailable', retryTopic('webhook', 30));
    for (let n = 0; n < 3; n += 1) rig.put(rig.task(bad));
    const good = rig.destination();
    for (let n = 0; n < 10; n += 1) rig.put(rig.task(good));
    await until('the others are sent', () => rig.outcomes().length === 10);
    expect(rig.outcomes().every(({ verdict }) => verdict === 'sent')).toBe(true);
    rig.producer.refuse(null);
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes().filter(({ verdict }) => verdict === 'retry').length).toBeGreaterThanOrEqual(3);
  });
});

describe('an old task', () => {
  it('that was superseded is dropped', async () => {
    const rig = await startEngine(webhook, {
      lives: (ids) =>
        Promise.resolve(ids.map((eventId) => ({ eventId, dispatch: 3, attemptCount: 0, settled: false }) as never)),
    });
    rig.put(rig.task(rig.destination(), { dispatch: 2 }));
    await until('committed', () => rig.allCommitted());
    expect([rig.sent, rig.outcomes()]).toEqual([[], []]);
  });

  it.each([
    ['silent', () => new Promise<never>(() => undefined)],
    ['away', () => Promise.reject(new Error('connection refused'))],
    ['without a row of it', () => Promise.resolve([])],
  ])('is attempted where the ledger is %s', async (_, lives) => {
    const rig = await startEngine(webhook, { lives });
    rig.put(rig.task(rig.destination(), { dispatch: 2 }));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toEqual([expect.objectContaining({ verdict: 'sent' })]);
  });

  it('read twice is attempted once', async () => {
    const rig = await startEngine(webhook);
    const task = rig.task(rig.destination());
    const late = Promise.withResolvers<ReturnType<typeof response>>();
    rig.answer = () => late.promise;
    rig.put(task);
    rig.put(task);
    await until('on the wire', () => rig.sent.length === 1);
    expect(rig.allCommitted()).toBe(false);
    late.resolve(response(200));
    await until('committed', () => rig.allCommitted());
    rig.put(task);
    await until('committed', () => rig.allCommitted());
    expect([rig.sent.length, rig.outcomes().length]).toEqual([1, 1]);
  });
});

describe('whatever is in a record', () => {
  it.each(['{', '"text"', '{"event_id": 1}', 'null'])('%s stops nobody', async (value) => {
    const rig = await startEngine(webhook);
    const destination = rig.destination();
    const partition = rig.producer.partitionFor(rig.main, destination.id);
    rig.broker.append({ topic: rig.main, partition, key: 'k', value });
    rig.put(rig.task(destination));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toHaveLength(1);
    expect(rig.deadLetters().map((letter) => String(letter.value))).toEqual([value]);
  });

  it('an error in our own code takes the way of a retry', async () => {
    const broken = {
      ...webhook,
      render: () => {
        throw new Error('bug');
      },
    };
    const rig = await startEngine(broken);
    rig.put(rig.task(rig.destination()));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()[0]).toMatchObject({
      verdict: 'retry',
      reason: 'internal_error',
      executed: false,
      destination: null,
    });
  });
});

describe('limits', () => {
  it('hand back what a lane cannot hold', async () => {
    const rig = await startEngine(webhook, { laneBytes: 6_000 });
    rig.answer = () => new Promise<never>(() => undefined);
    const destination = rig.destination({ max_concurrency: 1 });
    for (let n = 0; n < 20; n += 1) rig.put(rig.task(destination));
    await until('handed back', () => rig.outcomes().length > 10);
    expect(rig.outcomes().every(({ verdict, executed }) => verdict === 'keep' && !executed)).toBe(true);
    expect(rig.sent).toHaveLength(1);
  });

  it('leave what only waits to the next owner at the end', async () => {
    const rig = await startEngine(webhook);
    const late = Promise.withResolvers<ReturnType<typeof response>>();
    rig.answer = () => late.promise;
    const destination = rig.destination({ max_concurrency: 1 });
    const first = rig.put(rig.task(destination));
    rig.put(rig.task(destination));
    await until('on the wire', () => rig.sent.length === 1);
    rig.consumer.stopIntake();
    rig.engine.stopStarting();
    late.resolve(response(200));
    await until('recorded', () => rig.outcomes(first).length === 1);
    expect(rig.engine.levels()).toMatchObject({ inflight: 0, unrecorded: 0 });
    expect(rig.sent).toHaveLength(1);
    expect(rig.allCommitted()).toBe(false);
  });
});
