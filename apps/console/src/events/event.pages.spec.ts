import { describe, expect, it } from '@jest/globals';
import { bucket } from '@app/contracts';
import { runsOf } from './event.pages.js';

describe('runs of days', () => {
  it('take every day once, in order, each run twice as long', () => {
    const days = ['25', '24', '23', '22', '21', '20', '19', '18'].map((day) => bucket.parse(`2026-11-${day}`));
    expect(runsOf(days).map((run) => run.length)).toEqual([1, 2, 4, 1]);
    expect(runsOf(days).flat()).toEqual(days);
    expect(runsOf([])).toEqual([]);
  });
});
