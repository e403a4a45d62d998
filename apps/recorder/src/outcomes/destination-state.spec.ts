import { describe, expect, it } from '@jest/globals';
import type { DestinationDecision } from '@app/contracts';
import { anOutcome } from '@app/contracts/testing';
import type { LockedDestinationState } from '@app/persistence';
import fc from 'fast-check';
import { applyDecision, isOverflow, nextDestinationState, nextWindow } from './destination-state.js';

const HELD: LockedDestinationState = {
  destinationId: anOutcome().destination_id,
  state: 'active',
  reason: null,
  heldUntilMs: null,
  holdCount: 0,
  decidedRevision: 0,
  decidedAtMs: 0,
  pausedAtMs: null,
  windowSize: 1000,
  windowChangedAtMs: 10_000,
  settledSinceChange: 0,
  lastSuccessAtMs: null,
  resumedRevision: 5,
  isPausedByHand: false,
  nowMs: 11_000,
};

const decision = (given: Partial<DestinationDecision> = {}): DestinationDecision => ({
  state: 'held',
  reason: 'failing',
  held_until_ms: 99,
  hold_count: 1,
  revision: 5,
  decided_at_ms: 100,
  ...given,
});
const pause = (given: Partial<DestinationDecision> = {}): DestinationDecision =>
  decision({ state: 'paused', reason: 'credentials', held_until_ms: null, hold_count: 0, ...given });

const QUIET = {
  destinationId: HELD.destinationId,
  settled: 0,
  overflowed: false,
  lastSuccessAtMs: null,
  decisions: [],
};

describe('decisions about a destination', () => {
  it('are taken over whole', () => {
    expect(applyDecision(HELD, decision(), 5)).toMatchObject({
      state: 'held',
      reason: 'failing',
      heldUntilMs: 99,
      holdCount: 1,
      decidedRevision: 5,
      decidedAtMs: 100,
      pausedAtMs: null,
    });
  });

  it('give way to later ones only', () => {
    const later = applyDecision(HELD, decision({ state: 'active', decided_at_ms: 200 }), 5);
    expect(applyDecision(later, decision(), 5)).toBe(later);
  });

  it('of the same moment: the more careful one stands', () => {
    const paused = applyDecision(HELD, pause(), 5);
    expect(applyDecision(paused, decision(), 5)).toBe(paused);
    expect(applyDecision(applyDecision(HELD, decision(), 5), pause(), 5).state).toBe('paused');
  });

  it('to pause do not count once somebody resumed after their revision', () => {
    expect(applyDecision(HELD, pause({ revision: 4 }), 5)).toBe(HELD);
    expect(applyDecision(HELD, pause({ revision: 5 }), 5).state).toBe('paused');
  });

  it('to pause again keep the moment the pause began, but not across a resume', () => {
    const paused = applyDecision(HELD, pause(), 5);
    expect(paused.pausedAtMs).toBe(100);
    expect(applyDecision(paused, pause({ decided_at_ms: 300 }), 5).pausedAtMs).toBe(100);
    expect(applyDecision(paused, pause({ decided_at_ms: 300, revision: 7 }), 7).pausedAtMs).toBe(300);
    expect(applyDecision(paused, decision({ state: 'active', decided_at_ms: 300 }), 5).pausedAtMs).toBeNull();
  });

  it('come to the same end in any order', () => {
    const one = fc.record({
      state: fc.constantFrom('active' as const, 'held' as const, 'paused' as const),
      at: fc.integer({ min: 1, max: 20 }),
      revision: fc.integer({ min: 3, max: 7 }),
    });
    const decisions = fc
      .uniqueArray(one, { selector: ({ at }) => at, maxLength: 6 })
      .map((all) => all.map(({ state, at, revision }) => decision({ state, revision, decided_at_ms: at })));
    const end = (all: readonly DestinationDecision[]) => {
      const { pausedAtMs, ...rest } = nextDestinationState(HELD, { ...QUIET, decisions: all });
      return { ...rest, isPausedSince: pausedAtMs !== null };
    };
    fc.assert(
      fc.property(
        decisions.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => expect(end(shuffled)).toEqual(end(all)),
      ),
    );
  });
});

describe('the window', () => {
  const window = { windowSize: 1000, windowChangedAtMs: 10_000, settledSinceChange: 0 };
  const quiet = { settled: 0, overflowed: false };

  it('doubles when half of it was settled in a second', () => {
    const first = nextWindow(window, { ...quiet, settled: 400 }, 10_500);
    expect(first).toEqual({ ...window, settledSinceChange: 400 });
    expect(nextWindow(first, { ...quiet, settled: 100 }, 11_000)).toEqual({
      windowSize: 2000,
      windowChangedAtMs: 11_000,
      settledSinceChange: 0,
    });
  });

  it('doubles at most once a second', () => {
    expect(nextWindow(window, { ...quiet, settled: 90_000 }, 10_999).windowSize).toBe(1000);
  });

  it('does not take many quiet seconds for one busy one', () => {
    const busy = { ...quiet, settled: 500 };
    expect(nextWindow(window, busy, 12_000)).toEqual({
      windowSize: 1000,
      windowChangedAtMs: 12_000,
      settledSinceChange: 0,
    });
  });

  it('stays at most 50,000', () => {
    expect(nextWindow({ ...window, windowSize: 40_000 }, { ...quiet, settled: 40_000 }, 11_000).windowSize).toBe(
      50_000,
    );
  });

  it('halves on overflow, not below 100, and forgets what was settled', () => {
    const spill = { settled: 900, overflowed: true };
    expect(nextWindow(window, spill, 11_000)).toEqual({
      windowSize: 500,
      windowChangedAtMs: 11_000,
      settledSinceChange: 0,
    });
    expect(nextWindow(window, spill, 10_500)).toEqual(window);
    expect(nextWindow({ ...window, windowSize: 150 }, spill, 11_000).windowSize).toBe(100);
    expect(nextWindow({ ...window, windowSize: 1 }, spill, 11_000).windowSize).toBe(1);
  });

  it('takes for overflow only what an open lane gave back', () => {
    const given = anOutcome({ verdict: 'keep', executed: false });
    expect(isOverflow(given)).toBe(true);
    expect(isOverflow({ ...given, next_attempt_at_ms: 5 })).toBe(false);
    expect(isOverflow({ ...given, reason: 'throttled' })).toBe(false);
    expect(isOverflow(anOutcome({ verdict: 'keep', reason: 'credentials' }))).toBe(false);
    const spill = { ...QUIET, overflowed: true };
    expect(nextDestinationState(HELD, spill).windowSize).toBe(500);
    expect(nextDestinationState({ ...HELD, isPausedByHand: true }, spill).windowSize).toBe(1000);
    expect(nextDestinationState(HELD, { ...spill, decisions: [pause()] }).windowSize).toBe(1000);
  });
});

it('the last success only moves forward', () => {
  const { lastSuccessAtMs } = nextDestinationState({ ...HELD, lastSuccessAtMs: 50 }, { ...QUIET, lastSuccessAtMs: 40 });
  expect(lastSuccessAtMs).toBe(50);
});
