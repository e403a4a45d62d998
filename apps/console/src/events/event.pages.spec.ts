import { describe, expect, it } from '@jest/globals';
import { bucket } from '@app/contracts';
import { runsOfDays } from './event.pages.js';

describe('runs of days', () => {
  it('cover every day once, newest first, each twice as long', () => {
    const runs = runsOfDays(bucket.parse('2026-11-19'), bucket.parse('2026-11-25'));
    expect(runs).toEqual([
      { fromBucket: '2026-11-25', toBucket: '2026-11-25' },
      { fromBucket: '2026-11-23', toBucket: '2026-11-24' },
      { fromBucket: '2026-11-19', toBucket: '2026-11-22' },
    ]);
  });

  it('are none where the period is empty', () => {
    expect(runsOfDays(bucket.parse('2026-11-25'), bucket.parse('2026-11-24'))).toEqual([]);
  });
});
