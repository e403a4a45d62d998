import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@app/observability';
import type { DeliveryLife } from '@app/persistence';
import { until } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { EngineRig } from '../../testing/index.js';
import type { Ticket } from '../records/ticket.js';
import { StaleCheck } from './stale.check.js';
import { isSuperseded } from './superseded.js';

const rig = new EngineRig(webhook);
const destination = rig.destination();
const ticket = (dueAt = Date.now()): Ticket => ({
  task: rig.task(destination),
  bytes: 1,
  partition: {
    topic: 't',
    partition: 0,
    epoch: 1,
    done: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    active: () => true,
  },
  offset: 0,
  appendedAt: dueAt,
  dueAt,
  notBefore: null,
  arrivedAt: 0,
  freshUntil: 0,
  twins: null,
});

function check(read: (ids: readonly string[]) => Promise<DeliveryLife[]>) {
  const answers: string[] = [];
  const stale = new StaleCheck({
    read: (_bucket, ids) => read(ids),
    now: () => Date.now(),
    log: createLogger({ service: 'test', level: 'silent' }),
    onAnswer: (_ticket, answer) => answers.push(answer),
    onTurn: () => undefined,
  });
  return { stale, answers };
}

describe('a task is superseded', () => {
  const task = { dispatch: 2, attempt: 3 };
  it.each([
    ['when it is settled', { dispatch: 2, attemptCount: 2, settled: true }, true],
    ['when it lives again', { dispatch: 3, attemptCount: 2, settled: false }, true],
    ['when the attempt was made', { dispatch: 2, attemptCount: 3, settled: false }, true],
    ['not when it is the next attempt', { dispatch: 2, attemptCount: 2, settled: false }, false],
    ['not when the ledger is behind', { dispatch: 1, attemptCount: 5, settled: false }, false],
    ['not when nothing is known of it', undefined, false],
  ])('%s', (_, life, superseded) => {
    expect(isSuperseded(task, life)).toBe(superseded);
  });
});

describe('the stale check', () => {
  it('asks once for all that gathered', async () => {
    const asked: number[] = [];
    const { stale, answers } = check((ids) => {
      asked.push(ids.length);
      return Promise.resolve([]);
    });
    for (let n = 0; n < 120; n += 1) stale.ask(ticket());
    await until('answered', () => answers.length === 120);
    expect(asked).toEqual([120]);
  });

  it('lets tasks go on where nobody answers, but for very late ones', async () => {
    const gate = Promise.withResolvers<DeliveryLife[]>();
    const { stale, answers } = check(() => gate.promise);
    stale.ask(ticket());
    stale.ask(ticket(Date.now() - 16 * 60_000));
    await until('the timely one goes on', () => answers.length === 1);
    expect([answers, stale.size]).toEqual([['fresh'], 1]);
    // The statement is still stuck: nobody waits for it again.
    const begun = performance.now();
    stale.ask(ticket());
    await until('another goes on', () => answers.length === 2);
    expect(performance.now() - begun).toBeLessThan(200);
    gate.resolve([]);
    await gate.promise;
    await until('the late one is answered', () => {
      stale.retry();
      return answers.length === 3;
    });
  });
});
