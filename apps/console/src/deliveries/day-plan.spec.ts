import { describe, expect, it } from '@jest/globals';
import { bucket, deliveryId, destinationId } from '@app/contracts';
import { planDays } from './day-plan.js';

const [a, b] = ['1', '2'].map((n) => destinationId.parse(`00000000-0000-4000-8000-00000000000${n}`));
const day = (text: string, destination = a, count = 5) => ({
  bucket: bucket.parse(text),
  destination_id: destination ?? destinationId.parse(''),
  count,
});
const days = [day('2026-11-23'), day('2026-11-25'), day('2026-11-25', b, 2), day('2026-11-24')];
const anytime = { fromMs: null, toMs: null };

describe('the days a list looks into', () => {
  it('are those with something to show, newest first, with whoever has it', () => {
    const plan = planDays(days, anytime, null);
    expect(plan.map((one) => [one.bucket, one.destinations.length, one.count, one.whole])).toEqual([
      ['2026-11-25', 2, 7, true],
      ['2026-11-24', 1, 5, true],
      ['2026-11-23', 1, 5, true],
    ]);
  });

  it('lie within the period, whose end is exclusive', () => {
    const period = { fromMs: Date.parse('2026-11-23T12:00:00Z'), toMs: Date.parse('2026-11-25T00:00:00Z') };
    expect(planDays(days, period, null).map((one) => [one.bucket, one.whole])).toEqual([
      ['2026-11-24', true],
      ['2026-11-23', false],
    ]);
  });

  it('go on from where a page ended', () => {
    expect(planDays(days, anytime, null, bucket.parse('2026-11-24')).map((one) => one.bucket)).toEqual([
      '2026-11-24',
      '2026-11-23',
    ]);
  });

  it('are only those of the ids asked for', () => {
    const ids = [deliveryId.parse('00000000-0000-8000-8000-000000000009')];
    const plan = planDays(days, anytime, new Map([[bucket.parse('2026-11-24'), ids]]));
    expect(plan.map((one) => [one.bucket, one.ids])).toEqual([['2026-11-24', ids]]);
  });
});
