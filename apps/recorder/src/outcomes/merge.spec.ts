import { describe, expect, it } from '@jest/globals';
import { anOutcome, disordered, outcomeHistories } from '@app/contracts/testing';
import type { Outcome } from '@app/contracts';
import type { DeliveryState } from '@app/persistence';
import fc from 'fast-check';
import { mergeAll, mergeOutcome, type Merged } from './merge.js';

const NEW: DeliveryState = {
  eventId: anOutcome().event_id,
  destinationId: anOutcome().destination_id,
  status: 'pending',
  place: 'task',
  dispatch: 1,
  attemptCount: 0,
  lastAttemptAtMs: null,
  settledAtMs: null,
};

const TIER = { topic: 'deliveries.webhook.retry.30s', partition: 3 };
const retry = (given: Partial<Outcome> = {}) =>
  anOutcome({ verdict: 'retry', reason: 'http_status', http_status: 503, tier: TIER, next_attempt_at_ms: 9, ...given });
const dead = (given: Partial<Outcome> = {}) =>
  anOutcome({ verdict: 'dead', reason: 'gone', http_status: 410, ...given });
const keep = (given: Partial<Outcome> = {}) =>
  anOutcome({ verdict: 'keep', executed: false, http_status: null, may_have_arrived: false, ...given });
const sent = (given: Partial<Outcome> = {}) => anOutcome(given);

const after = (...outcomes: Outcome[]): Merged => mergeAll(NEW, outcomes) ?? { state: NEW, decision: null };

describe('what a verdict makes of a delivery', () => {
  it('sent: settled', () => {
    expect(after(sent({ started_at_ms: 1000, duration_ms: 20 }))).toEqual({
      state: { ...NEW, status: 'sent', place: null, attemptCount: 1, lastAttemptAtMs: 1000, settledAtMs: 1020 },
      decision: { dueAtMs: null, tier: null, reason: null, detail: null, httpStatus: 200 },
    });
  });

  it('retry: waits in its tier until it is due', () => {
    expect(after(retry({ detail: 'a\0b' }))).toMatchObject({
      state: { status: 'failed', place: 'tier', attemptCount: 1, settledAtMs: null },
      decision: { dueAtMs: 9, tier: TIER.topic, reason: 'http_status', httpStatus: 503, detail: 'a\ufffdb' },
    });
  });

  it('dead: settled', () => {
    expect(after(dead())).toMatchObject({
      state: { status: 'failed_permanently', place: null, attemptCount: 1 },
      decision: { dueAtMs: null, reason: 'gone' },
    });
  });

  it('dead without a call: burns no attempt', () => {
    expect(after(retry(), dead({ attempt: 2, executed: false, reason: 'horizon_passed' }))).toMatchObject({
      state: { status: 'failed_permanently', attemptCount: 1 },
      decision: { reason: 'horizon_passed' },
    });
  });

  it('keep: waits here, burns nothing, and its dispatch is over', () => {
    expect(after(keep({ next_attempt_at_ms: 7 }))).toMatchObject({
      state: { status: 'pending', place: 'here', dispatch: 2, attemptCount: 0, lastAttemptAtMs: null },
      decision: { dueAtMs: 7, tier: null },
    });
    expect(after(retry(), keep({ attempt: 2 })).state).toMatchObject({
      status: 'failed',
      dispatch: 2,
      attemptCount: 1,
    });
  });

  it('keep after a call: the attempt is remembered, not burned', () => {
    expect(after(keep({ executed: true, started_at_ms: 5, reason: 'credentials' })).state).toMatchObject({
      status: 'pending',
      attemptCount: 0,
      lastAttemptAtMs: 5,
    });
  });
});

describe('which outcome decides', () => {
  const place = (...outcomes: Outcome[]) => {
    const { status, dispatch, attemptCount } = after(...outcomes).state;
    return [status, dispatch, attemptCount];
  };

  it('sent beats all, even of an older dispatch', () => {
    expect(place(retry({ dispatch: 3, attempt: 4 }), sent())).toEqual(['sent', 1, 1]);
    expect(place(sent(), dead({ dispatch: 3, attempt: 4 }))).toEqual(['sent', 1, 1]);
  });

  it('an older dispatch changes nothing', () => {
    expect(place(keep(), retry(), dead({ attempt: 5 }))).toEqual(['pending', 2, 0]);
  });

  it('the higher attempt wins, then the more final verdict', () => {
    expect(place(dead({ attempt: 1 }), retry({ attempt: 2 }))).toEqual(['failed', 1, 2]);
    expect(place(retry({ attempt: 2 }), dead({ attempt: 1 }))).toEqual(['failed', 1, 2]);
    expect(place(retry(), dead())).toEqual(['failed_permanently', 1, 1]);
    expect(place(dead(), retry())).toEqual(['failed_permanently', 1, 1]);
    expect(place(retry(), keep())).toEqual(['failed', 1, 1]);
  });

  it('nothing but sent reopens what a person discarded', () => {
    const discarded: DeliveryState = { ...NEW, status: 'discarded', place: null, dispatch: 2, settledAtMs: 1 };
    expect(mergeAll(discarded, [retry(), dead({ dispatch: 2 }), keep()])?.decision ?? null).toBeNull();
    expect(mergeAll(discarded, [sent()])?.state.status).toBe('sent');
  });

  it('a repeated keep does not end the next dispatch, which is in Kafka by then', () => {
    const emitted: DeliveryState = { ...after(keep()).state, place: 'task' };
    expect(mergeAll(emitted, [keep()])).toBeNull();
  });
});

describe('merging', () => {
  const fold = (outcomes: readonly Outcome[]): Merged =>
    outcomes.reduce<Merged>(
      (sofar, outcome) => {
        const next = mergeOutcome(sofar.state, outcome);
        return { state: next.state, decision: next.decision ?? sofar.decision };
      },
      { state: NEW, decision: null },
    );

  it('comes to the same end in any order and with any repetition', () => {
    fc.assert(
      fc.property(
        outcomeHistories.chain((history) => fc.tuple(fc.constant(history), disordered(history))),
        ([history, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(history));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('comes to the same end however it is cut into batches', () => {
    fc.assert(
      fc.property(outcomeHistories, fc.nat(), (history, cut) => {
        const at = cut % (history.length + 1);
        const first = mergeAll(NEW, history.slice(0, at))?.state ?? NEW;
        const second = mergeAll(first, history.slice(at))?.state ?? first;
        expect(second).toEqual(mergeAll(NEW, history)?.state ?? NEW);
      }),
    );
  });

  it('does nothing when everything is known', () => {
    fc.assert(
      fc.property(outcomeHistories, (history) => {
        const { state } = fold(history);
        expect(mergeAll(state, history)).toBeNull();
      }),
    );
  });
});
