import { describe, expect, it } from '@jest/globals';
import { parsePs, parseStat } from './process.table.js';

describe('parseStat', () => {
  const rest = '7 42 42 0 -1 4194560 1 0 0 0 5 1 0 0 20 0 33 0 987654 1 2 3';

  it('reads pid, parent and the moment of birth', () => {
    expect(parseStat(`42 (java) S ${rest}`)).toEqual({ pid: 42, parent: 7, born: '987654', zombie: false });
  });

  it('is not misled by a name with spaces and parentheses', () => {
    expect(parseStat(`42 (a) S 1 (b) R ${rest}`)).toMatchObject({ parent: 7, born: '987654' });
  });

  it('tells a process that has ended', () => {
    expect(parseStat(`42 (java) Z ${rest}`)?.zombie).toBe(true);
  });

  it('refuses anything else', () => {
    expect(parseStat('')).toBeUndefined();
    expect(parseStat('42 (java) S 7')).toBeUndefined();
  });
});

describe('parsePs', () => {
  it('reads a line of ps', () => {
    expect(parsePs('  42     7 Ss   Wed Nov 25 02:26:02 2026 ')).toEqual({
      pid: 42,
      parent: 7,
      born: 'Wed Nov 25 02:26:02 2026',
      zombie: false,
    });
  });

  it('refuses anything else', () => {
    expect(parsePs('')).toBeUndefined();
    expect(parsePs('ps: no such process')).toBeUndefined();
  });
});
