import { describe, expect, it } from '@jest/globals';
import { retryTopic } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { EngineRig, fault, response, startEngine } from '../../testing/index.js';

describe('a destination', () => {
  it('that is gone is paused, what waits for it is handed back, and a resume opens it', async () => {
    const rig = await startEngine(webhook);
    rig.answer = () => 410;
    const destination = rig.destination({ max_concurrency: 1 });
    const tasks = [1, 2, 3].map(() => rig.put(rig.task(destination)));
    await until('committed', () => rig.allCommitted());
    expect(rig.sent).toHaveLength(1);
    const [gone, ...kept] = tasks.map((task) => rig.outcomes(task)[0]);
    expect(gone).toMatchObject({ verdict: 'dead', reason: 'gone' });
    for (const outcome of kept) expect(outcome).toMatchObject({ verdict: 'keep', executed: false });
    // Whichever outcome is stored first tells of it.
    expect(rig.outcomes().flatMap(({ destination: told }) => told ?? [])).toEqual([
      expect.objectContaining({ state: 'paused', reason: 'gone', revision: 1 }),
    ]);

    rig.answer = () => 200;
    rig.destinations.set(destination.id, { ...destination, resumed_revision: 2, revision: 2 });
    const after = rig.put(rig.task(destination));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes(after)).toEqual([
      expect.objectContaining({ verdict: 'sent', destination: expect.objectContaining({ state: 'active' }) }),
    ]);
  });

  it('that asks for peace is left alone until then, then probed once', async () => {
    const rig = await startEngine(webhook);
    rig.answer = () => response(429, { 'retry-after': '1' });
    const destination = rig.destination();
    rig.put(rig.task(destination));
    await until('held', () => rig.outcomes().length === 1);
    const heldUntil = rig.outcomes()[0]?.destination?.held_until_ms ?? 0;
    expect(heldUntil).toBeGreaterThan(Date.now() + 500);

    const kept = rig.put(rig.task(destination));
    await until('kept', () => rig.outcomes(kept).length === 1);
    expect(rig.outcomes(kept)[0]).toMatchObject({ verdict: 'keep', next_attempt_at_ms: heldUntil });

    rig.answer = () => 200;
    await until('its time has come', () => Date.now() > heldUntil);
    const probe = rig.put(rig.task(destination));
    await until('probed', () => rig.outcomes(probe).length === 1);
    expect(rig.outcomes(probe)[0]).toMatchObject({ verdict: 'sent', destination: { state: 'active', hold_count: 0 } });
  });

  it('keeps what came from its main topic when a delay topic beside it is lost alone', async () => {
    const rig = await startEngine(webhook);
    const destination = rig.destination({ rate_per_s: 10 });
    for (let n = 0; n < 14; n += 1) rig.put(rig.task(destination));
    await until('the first is sent', () => rig.sent.length > 0);
    const partition = rig.producer.partitionFor(rig.main, destination.id);
    rig.engine.lost([{ topic: retryTopic('webhook', 30), partition }]);
    await until('committed', () => rig.allCommitted());
    expect(rig.sent).toHaveLength(14);
  });

  it('that times out again and again is held, others go on', async () => {
    const rig = await startEngine(webhook);
    const [bad, good] = [rig.destination(), rig.destination()];
    rig.answer = ({ url }) => (url.endsWith(bad.id) ? fault('timeout') : 200);
    for (let n = 0; n < 10; n += 1) {
      rig.put(rig.task(bad));
      rig.put(rig.task(good));
    }
    await until('committed', () => rig.allCommitted());
    const decisions = rig.outcomes().flatMap(({ destination }) => destination ?? []);
    expect(decisions).toEqual([expect.objectContaining({ state: 'held', reason: 'timeouts', hold_count: 1 })]);
    expect(rig.outcomes().filter(({ verdict }) => verdict === 'sent')).toHaveLength(10);
  });

  it.each([
    ['off', { enabled: false }],
    ['paused by hand', { paused: true }],
  ])('that is %s gets nothing but test sends', async (_, changes) => {
    const rig = await startEngine(webhook);
    const destination = rig.destination(changes);
    const kept = rig.put(rig.task(destination));
    const test = rig.put(rig.task(destination, { mode: 'test', job_id: 'job-1' }));
    rig.answer = () => 500;
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes(kept)).toEqual([expect.objectContaining({ verdict: 'keep', executed: false })]);
    expect(rig.outcomes(test)).toEqual([
      expect.objectContaining({
        verdict: 'retry',
        mode: 'test',
        job_id: 'job-1',
        tier: null,
        next_attempt_at_ms: null,
        destination: null,
      }),
    ]);
    expect(rig.sent).toHaveLength(1);
  });

  it('that was deleted ends its deliveries', async () => {
    const rig = await startEngine(webhook);
    const destination = rig.destination();
    rig.destinations.clear();
    rig.put(rig.task(destination));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toEqual([
      expect.objectContaining({ verdict: 'dead', reason: 'destination_deleted', executed: false }),
    ]);
  });

  it('newer than the configuration at hand makes its tasks wait for it', async () => {
    const rig = await startEngine(webhook);
    const destination = rig.destination();
    rig.destinations.clear();
    rig.onRefresh = () => {
      rig.revision = 2;
      rig.destinations.set(destination.id, destination);
    };
    rig.put(rig.task(destination, { revision: 2 }));
    await until('committed', () => rig.allCommitted());
    expect(rig.outcomes()).toEqual([expect.objectContaining({ verdict: 'sent' })]);
    expect(rig.refreshes).toBe(1);
  });

  it('whose configuration does not open is held, and nobody else', async () => {
    const rig = await startEngine(webhook);
    const broken = rig.destination({ config: { url: 'no url' } });
    rig.put(rig.task(broken));
    rig.put(rig.task(rig.destination()));
    await until('committed', () => rig.allCommitted());
    const [kept] = rig.outcomes().filter(({ verdict }) => verdict === 'keep');
    expect(kept).toMatchObject({ destination: { state: 'held', reason: 'secret_unreadable' } });
    expect(rig.outcomes().filter(({ verdict }) => verdict === 'sent')).toHaveLength(1);
  });

  it('that was held when its partition came is not called before its time', async () => {
    const id = new EngineRig(webhook).destination();
    const decision = {
      state: 'held',
      reason: 'failing',
      held_until_ms: Date.now() + 60_000,
      hold_count: 1,
      revision: 1,
      decided_at_ms: Date.now(),
    } as const;
    const rig = await startEngine(webhook, { closed: [{ id: id.id, decision }] });
    rig.destinations.set(id.id, id);
    await until('learnt', () => rig.engine.levels().held === 1);
    rig.put(rig.task(id));
    await until('committed', () => rig.allCommitted());
    expect(rig.sent).toEqual([]);
    expect(rig.outcomes()[0]).toMatchObject({
      verdict: 'keep',
      next_attempt_at_ms: decision.held_until_ms,
      destination: null,
    });
  });
});
