import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { admissionOf } from './admission.js';
import { reduceHold } from './hold.reducer.js';
import type { AttemptResult, HoldEffect, HoldEvent, HoldState } from './hold.state.js';
import { AT_PEACE, decisionOf, isAtPeace } from './hold.state.js';

const NOW = 1_700_000_000_000;
const open = { enabled: true, paused: false, resumed_revision: 0 };

const ended = (hold: HoldState, result: AttemptResult, delivery = 'a', effect?: HoldEffect): HoldEvent => ({
  event: 'attempt',
  life: hold.life,
  result,
  delivery,
  revision: 7,
  effect,
});

/** Feeds results of deliveries named by letter, e.g. `f:a f:b t:c s:a`. */
const after = (script: string, start: HoldState = AT_PEACE, now = NOW): HoldState =>
  script.split(' ').reduce((hold, step) => {
    const [letter = '', delivery = ''] = step.split(':');
    const results: Record<string, AttemptResult> = { s: 'success', f: 'failure', t: 'timeout', n: 'neutral' };
    return reduceHold(hold, ended(hold, results[letter] ?? 'neutral', delivery), now);
  }, start);

describe('when a hold begins', () => {
  it.each([
    ['five failures of three deliveries', 'f:a f:b f:c f:a f:b', 'failing'],
    ['three timeouts of three deliveries', 't:a t:b t:c', 'timeouts'],
    ['timeouts among failures, five in all', 'f:a t:b f:c t:a f:b', 'failing'],
    ['permanent verdicts in between', 'f:a n:x f:b n:y f:c n:z f:a f:b', 'failing'],
  ])('%s', (_, script, reason) => {
    const hold = after(script);
    expect(hold).toMatchObject({ state: 'held', reason, heldUntil: NOW + 10_000, count: 1 });
    expect(decisionOf(hold)).toEqual({
      state: 'held',
      reason,
      held_until_ms: NOW + 10_000,
      hold_count: 1,
      revision: 7,
      decided_at_ms: NOW,
    });
  });

  it.each([
    ['one delivery alone', 'f:a f:a f:a f:a f:a f:a'],
    ['two deliveries', 'f:a f:b f:a f:b f:a f:b'],
    ['four failures', 'f:a f:b f:c f:d'],
    ['a success in between', 'f:a f:b f:c f:d s:e f:a f:b f:c f:d'],
    ['permanent verdicts only', 'n:a n:b n:c n:d n:e n:f'],
    ['a failure between timeouts', 't:a t:b f:c t:d'],
  ])('not after %s', (_, script) => {
    expect(after(script).state).toBe('active');
  });

  it('at once when the endpoint asks, until then', () => {
    const effect = { effect: 'slow', until: NOW + 90_000, reason: 'throttled' } as const;
    const hold = reduceHold(AT_PEACE, ended(AT_PEACE, 'failure', 'a', effect), NOW);
    expect(hold).toMatchObject({ state: 'held', reason: 'throttled', heldUntil: NOW + 90_000, count: 1 });
  });
});

describe('while held', () => {
  const held = after('t:a t:b t:c');

  it('admits nothing before its end, then one probe', () => {
    expect(admissionOf(open, held, NOW + 9_999)).toMatchObject({ admits: 'none', until: NOW + 10_000 });
    expect(admissionOf(open, held, NOW + 10_000)).toEqual({ admits: 'one probe' });
    const probing = reduceHold(held, { event: 'probe' }, NOW + 10_000);
    expect(admissionOf(open, probing, NOW + 10_000)).toMatchObject({ admits: 'none', until: null });
  });

  it('waits 10 s, 30 s, then 60 s each time its probe fails', () => {
    const waits: number[] = [];
    let hold = held;
    let now = NOW;
    for (let turn = 0; turn < 4; turn += 1) {
      waits.push(hold.heldUntil - now);
      now = hold.heldUntil;
      hold = after('f:a', reduceHold(hold, { event: 'probe' }, now), now);
    }
    expect(waits).toEqual([10_000, 30_000, 60_000, 60_000]);
  });

  it('ends with one success of a probe', () => {
    const probing = reduceHold(held, { event: 'probe' }, NOW + 10_000);
    const hold = after('s:a', probing, NOW + 10_001);
    expect(hold).toMatchObject({ state: 'active', count: 0, heldUntil: 0 });
    expect(hold.life).toBeGreaterThan(held.life);
    expect(isAtPeace(hold)).toBe(true);
  });

  it('lets the next probe go when one says nothing about the endpoint', () => {
    const probing = reduceHold(held, { event: 'probe' }, NOW + 10_000);
    expect(admissionOf(open, after('n:a', probing), NOW + 10_001)).toEqual({ admits: 'one probe' });
  });

  it.each(['success', 'failure', 'timeout'] as const)('ignores a %s of an attempt that began before', (result) => {
    expect(reduceHold(held, ended(AT_PEACE, result), NOW)).toBe(held);
  });

  it('takes many answers that ask for the same peace for one hold', () => {
    const ask = (hold: HoldState, until: number) =>
      reduceHold(
        hold,
        {
          event: 'attempt',
          life: 0,
          result: 'failure',
          delivery: 'a',
          revision: 1,
          effect: { effect: 'slow', until, reason: 'throttled' },
        },
        NOW,
      );
    const once = ask(AT_PEACE, NOW + 5_000);
    expect(ask(once, NOW + 5_000)).toBe(once);
    expect(ask(once, NOW + 8_000)).toMatchObject({ count: 1, heldUntil: NOW + 8_000 });
    expect(ask(once, NOW + 2_000)).toBe(once);
  });
});

describe('a pause', () => {
  const paused = reduceHold(AT_PEACE, ended(AT_PEACE, 'neutral', 'a', { effect: 'pause', reason: 'gone' }), NOW);

  it('closes the destination until it is resumed with a later configuration', () => {
    expect(paused).toMatchObject({ state: 'paused', reason: 'gone', revision: 7 });
    expect(admissionOf({ ...open, resumed_revision: 7 }, paused, NOW)).toMatchObject({ admits: 'none', until: null });
    expect(admissionOf({ ...open, resumed_revision: 8 }, paused, NOW)).toEqual({ admits: 'all' });
    expect(reduceHold(paused, { event: 'resumed' }, NOW).state).toBe('active');
  });

  it('is not lifted by a success that was on the wire', () => {
    expect(after('s:b', paused)).toBe(paused);
  });
});

describe('what was stored', () => {
  const stored = {
    state: 'held',
    reason: 'failing',
    held_until_ms: NOW,
    hold_count: 2,
    revision: 3,
    decided_at_ms: NOW - 5,
  } as const;

  it('counts where nothing newer is known', () => {
    const hold = reduceHold(AT_PEACE, { event: 'learnt', stored }, NOW);
    expect(hold).toMatchObject({ state: 'held', count: 2, heldUntil: NOW });
    expect(admissionOf(open, hold, NOW)).toEqual({ admits: 'one probe' });
  });

  it('does not replace a later decision of our own', () => {
    const own = after('t:a t:b t:c');
    expect(reduceHold(own, { event: 'learnt', stored }, NOW)).toBe(own);
  });
});

describe('whatever happens', () => {
  const result = fc.constantFrom<AttemptResult>('success', 'failure', 'timeout', 'neutral');
  const step = fc.record({
    result,
    delivery: fc.constantFrom('a', 'b', 'c', 'd'),
    wait: fc.integer({ min: 0, max: 90_000 }),
  });

  it('holds only on failures, ends only by a success, and never waits longer than a minute for itself', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let hold = AT_PEACE;
        let now = NOW;
        for (const { result: given, delivery, wait } of steps) {
          now += wait;
          const admission = admissionOf(open, hold, now);
          if (admission.admits === 'none') continue;
          if (admission.admits === 'one probe') hold = reduceHold(hold, { event: 'probe' }, now);
          const next = reduceHold(hold, ended(hold, given, delivery), now);
          const began = next.state === 'held' && next.life !== hold.life;
          const endedHold = hold.state === 'held' && next.state === 'active';
          expect(began && !['failure', 'timeout'].includes(given)).toBe(false);
          expect(endedHold && given !== 'success').toBe(false);
          expect(began ? next.heldUntil - now : 0).toBeLessThanOrEqual(60_000);
          expect(next.life === hold.life).toBe(next.state === hold.state && next.heldUntil === hold.heldUntil);
          expect(next.state === 'active').toBe(next.count === 0);
          hold = next;
        }
      }),
    );
  });
});
