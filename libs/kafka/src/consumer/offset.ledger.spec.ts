import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OffsetLedger } from './offset.ledger.js';

const records = (...offsets: number[]) => offsets.map((offset) => ({ offset, bytes: 10 }));

describe('OffsetLedger', () => {
  it('stands at the lowest unfinished record', () => {
    const ledger = new OffsetLedger(5);
    ledger.handOut(records(5, 6, 7), 8);
    ledger.done(6);
    ledger.done(7);
    expect(ledger.finished).toBe(5);
    ledger.done(5);
    expect(ledger.finished).toBe(8);
    expect(ledger.bytes).toBe(0);
  });

  it('steps over offsets that held no record', () => {
    const ledger = new OffsetLedger(0);
    ledger.handOut(records(3, 9), 15);
    expect(ledger.finished).toBe(3);
    ledger.done(3);
    expect(ledger.finished).toBe(9);
    ledger.done(9);
    expect(ledger.finished).toBe(15);
    ledger.handOut([], 20);
    expect(ledger.finished).toBe(20);
  });

  it('ignores what it does not know and what is finished already', () => {
    const ledger = new OffsetLedger(0);
    ledger.handOut(records(0), 1);
    expect(ledger.done(7)).toBe(false);
    expect(ledger.done(0)).toBe(true);
    expect(ledger.done(0)).toBe(false);
    expect(ledger.bytes).toBe(0);
  });

  it('refuses to go back', () => {
    const ledger = new OffsetLedger(10);
    expect(() => ledger.handOut(records(9), 10)).toThrow();
    expect(() => ledger.handOut([], 9)).toThrow();
  });

  it('never passes an unfinished record, never falls back and ends at the end, whatever the order', () => {
    const script = fc.array(
      fc.record({
        gaps: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }),
        tail: fc.nat({ max: 3 }),
        pick: fc.array(fc.nat(), { maxLength: 8 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(script, (steps) => {
        const ledger = new OffsetLedger(0);
        const open: number[] = [];
        let position = 0;
        let before = 0;
        const check = (): void => {
          expect(ledger.finished).toBe(open.length > 0 ? Math.min(...open) : position);
          expect(ledger.finished).toBeGreaterThanOrEqual(before);
          expect(ledger.records).toBe(open.length);
          expect(ledger.bytes).toBe(open.length * 10);
          before = ledger.finished;
        };
        for (const { gaps, tail, pick } of steps) {
          const offsets = gaps.map((gap) => (position += gap) - 1);
          position += tail;
          ledger.handOut(records(...offsets), position);
          open.push(...offsets);
          check();
          for (const at of pick) {
            const [offset] = open.splice(at % Math.max(1, open.length), 1);
            if (offset !== undefined) ledger.done(offset);
            check();
          }
        }
        for (const offset of open.splice(0)) ledger.done(offset);
        check();
      }),
    );
  });

  it('stays small while a head is stuck and forgets the past once it moves', () => {
    const ledger = new OffsetLedger(0);
    for (let offset = 0; offset < 10_000; offset++) {
      ledger.handOut(records(offset), offset + 1);
      if (offset > 0) ledger.done(offset);
    }
    expect(ledger.records).toBe(1);
    ledger.done(0);
    expect(ledger.finished).toBe(10_000);
  });
});
