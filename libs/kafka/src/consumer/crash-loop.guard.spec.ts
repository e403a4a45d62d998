import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CONVICT_DEATHS,
  markAlone,
  markProgress,
  planLife,
  readMark,
  SUSPECT_DEATHS,
  writeMark,
  type LifeMark,
} from './crash-loop.guard.js';

const fresh: LifeMark = { lives: 1, handedOut: null, alone: null };

describe('marks', () => {
  it('survive the way through commit metadata', () => {
    for (const mark of [fresh, markProgress(70), markAlone({ lives: 4, handedOut: 99, alone: null }, 12)]) {
      expect(readMark(writeMark(mark))).toEqual(mark);
      expect(writeMark(mark).length).toBeLessThan(100);
    }
  });

  it('are read as none where somebody else wrote', () => {
    for (const text of [null, '', 'x', '{}', '["w2",1,null,null,0]', '["w1","a",null,null,0]']) {
      expect(readMark(text)).toBeNull();
    }
  });
});

describe('planLife', () => {
  it('reads normally after an orderly end, after progress, and after a few deaths', () => {
    expect(planLife(null, 10, 10)).toEqual({ mark: fresh, singleUntil: null, convicted: null });
    expect(planLife({ ...fresh, lives: 9 }, 10, 4).singleUntil).toBeNull();
    expect(planLife({ ...fresh, lives: SUSPECT_DEATHS - 1 }, 10, 10).singleUntil).toBeNull();
  });

  it('reads single records after deaths without progress, as far as was handed out', () => {
    expect(planLife({ lives: SUSPECT_DEATHS, handedOut: 50, alone: null }, 10, 10)).toEqual({
      mark: { lives: SUSPECT_DEATHS + 1, handedOut: 50, alone: null },
      singleUntil: 50,
      convicted: null,
    });
    expect(planLife({ lives: SUSPECT_DEATHS, handedOut: null, alone: null }, 10, 10).singleUntil).toBe('first batch');
  });

  it('convicts a record only when it was alone often enough', () => {
    const once = markAlone({ lives: 4, handedOut: 50, alone: null }, 10);
    expect(planLife(once, 10, 10)).toMatchObject({ singleUntil: 50, convicted: null });
    const twice = markAlone(once, 10);
    expect(twice.alone?.times).toBe(CONVICT_DEATHS);
    expect(planLife(twice, 10, 10).convicted).toBe(10);
    expect(markAlone(twice, 11).alone).toEqual({ offset: 11, times: 1 });
  });

  it('finds every thrower and only throwers, in a bounded number of deaths', () => {
    // A model of one partition: a life reads to the first thrower it meets and dies there; what it finished before
    // counts only one time in two, as a commit timer would have it.
    const log = fc.record({
      length: fc.integer({ min: 1, max: 60 }),
      throwers: fc.uniqueArray(fc.nat({ max: 59 }), { maxLength: 4 }),
      commits: fc.infiniteStream(fc.boolean()),
    });
    fc.assert(
      fc.property(log, ({ length, throwers: drawn, commits }) => {
        const throwers = new Set(drawn.filter((offset) => offset < length));
        const quarantined = new Set<number>();
        let committed = { offset: 0, metadata: null as string | null };
        let deaths = 0;
        for (;;) {
          const plan = planLife(readMark(committed.metadata), committed.offset, committed.offset);
          let mark = plan.mark;
          committed = { offset: committed.offset, metadata: writeMark(mark) };
          const until = plan.singleUntil === 'first batch' ? length : (plan.singleUntil ?? 0);
          let died = false;
          for (let offset = committed.offset; offset < length && !died; offset++) {
            if (offset < until) {
              if (offset !== committed.offset) mark = markProgress(until);
              mark = markAlone(mark, offset);
              committed = { offset, metadata: writeMark(mark) };
              if (plan.convicted === offset) quarantined.add(offset);
              else died = throwers.has(offset);
            } else {
              died = throwers.has(offset) && !quarantined.has(offset);
              if (!died && commits.next().value === true) {
                committed = { offset: offset + 1, metadata: writeMark(markProgress(length)) };
              }
            }
          }
          if (!died) break;
          deaths++;
          expect(deaths).toBeLessThan(200);
        }
        expect(quarantined).toEqual(throwers);
      }),
    );
  });
});
