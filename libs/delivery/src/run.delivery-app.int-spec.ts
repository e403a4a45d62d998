import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { AppRig } from '../testing/app.rig.js';
import { Receiver } from '../testing/receiver.js';

const DELAYS_MS = [500, 1000, 2000];
/** Machines under test are busy; the promise itself is measured by the bench. */
const LATE_MS = 3000;

let rig: AppRig;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await new Receiver().start();
  rig = await AppRig.open('500ms,1s,2s');
  await rig.startApp();
}, 120_000);
afterAll(async () => {
  await receiver.stop();
  await rig.stopApp();
  await rig.close();
}, 60_000);

describe('the webhook app', () => {
  it('keeps the retry timeline: never early, hardly late', async () => {
    receiver.behave('/flaky', (_call, nth, response) => response.writeHead(nth < 4 ? 503 : 200).end());
    const [task] = await rig.put(await rig.destination(receiver.url('/flaky')));
    await until('sent', () => rig.of(task).length === 4);
    const calls = receiver.on('/flaky');
    for (const [at, delay] of DELAYS_MS.entries()) {
      const waited = (calls[at + 1]?.at ?? 0) - (calls[at]?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(delay);
      expect(waited).toBeLessThan(delay + LATE_MS);
    }
    expect(rig.of(task).map(({ verdict, attempt, tier }) => [verdict, attempt, tier?.topic])).toEqual([
      ['retry', 1, retryTopic('webhook', 500)],
      ['retry', 2, retryTopic('webhook', 1000)],
      ['retry', 3, retryTopic('webhook', 2000)],
      ['sent', 4, undefined],
    ]);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
  });

  it.each([
    ['seconds', '/seconds', () => '2'],
    ['a date', '/date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('waits as long as Retry-After says in %s', async (_, path, retryAfter) => {
    let notBefore = 0;
    receiver.behave(path, (_call, nth, response) => {
      if (nth > 1) return void response.end();
      const value = retryAfter();
      notBefore = /^\d+$/.test(value) ? Date.now() + Number(value) * 1000 : Date.parse(value);
      response.writeHead(429, { 'retry-after': value }).end();
    });
    const [task] = await rig.put(await rig.destination(receiver.url(path)));
    await until('sent', () => rig.of(task).length === 2);
    expect(receiver.on(path)[1]?.at).toBeGreaterThanOrEqual(notBefore);
    const [first, second] = rig.of(task);
    expect(first).toMatchObject({ verdict: 'retry', reason: 'throttled', destination: { state: 'held' } });
    expect(second).toMatchObject({ verdict: 'sent', attempt: 2, destination: { state: 'active' } });
  });

  it('lets a hanging endpoint cost its neighbours nothing', async () => {
    receiver.behave('/hang', () => undefined);
    const hanging = await rig.destination(receiver.url('/hang'), { timeout_ms: 1500 });
    const healthy = await rig.destination(receiver.url('/healthy'));
    const lost = await rig.put(hanging, 50);
    const begun = performance.now();
    const sent = await rig.put(healthy, 50);
    await until('the healthy are sent', () => receiver.on('/healthy').length === sent.length);
    expect(performance.now() - begun).toBeLessThan(1500);
    await until('the hanging ones are dealt with', () => lost.every((task) => rig.of(task).length > 0));
    const decisions = lost.flatMap((task) => rig.of(task)).flatMap(({ destination }) => destination ?? []);
    expect(decisions[0]).toMatchObject({ state: 'held', reason: 'timeouts' });
    expect(receiver.on('/hang').length).toBeLessThan(40);
  });

  it('holds what a topic does not take, and lets the rest go on', async () => {
    await rig.makeTopics({ [deadLetterTopic('webhook')]: { 'max.message.bytes': '100' } });
    receiver.behave('/refuses', (_call, _nth, response) => response.writeHead(404).end());
    const [dead] = await rig.put(await rig.destination(receiver.url('/refuses')));
    const [sent] = await rig.put(await rig.destination(receiver.url('/goes-on')));
    await until('the other is recorded', () => rig.of(sent).length === 1);
    expect(rig.of(dead)).toEqual([]);
    await rig.makeTopics();
    await until('the dead one is recorded', () => rig.of(dead).length === 1, 60_000);
    expect(receiver.on('/refuses')).toHaveLength(1);
  });

  it('ends in order: what is on the wire is finished and nothing is sent twice', async () => {
    receiver.behave('/slow', (_call, _nth, response) => void setTimeout(() => response.end(), 700));
    const destination = await rig.destination(receiver.url('/slow'), { max_concurrency: 2 });
    const tasks = await rig.put(destination, 6);
    await until('two are on the wire', () => receiver.on('/slow').length === 2);
    expect(await rig.stopApp()).toEqual([]);
    await rig.startApp();
    await until('all are sent', () => tasks.every((task) => rig.of(task).length > 0), 60_000);
    expect(
      receiver
        .on('/slow')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(tasks.map(({ event_id }) => event_id).toSorted());
  });
});
