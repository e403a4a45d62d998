import { describe, expect, it } from '@jest/globals';
import { destinationId } from '@app/contracts';
import type { Bucket, RedriveSelection } from '@app/contracts';
import { unitsFrom } from './redrive.plan.js';

const id = (n: number) => destinationId.parse(`00000000-0000-8000-8000-00000000000${n}`);
const day = (bucket: string, n: number, status: RedriveSelection['statuses'][number]) => ({
  bucket: bucket as Bucket,
  destination_id: id(n),
  status,
  count: 1,
});
const days = [
  day('2026-11-02', 1, 'failed_permanently'),
  day('2026-11-01', 2, 'discarded'),
  day('2026-11-01', 2, 'failed'),
  day('2026-11-01', 1, 'failed_permanently'),
];
const shown = (units: ReturnType<typeof unitsFrom>) =>
  units.map(({ bucket, destination, status }) => `${bucket.slice(-2)} ${destination.slice(-1)} ${status}`);

describe('the units of a redrive', () => {
  it('run by day, destination, and from what may still fail to what has', () =>
    expect(shown(unitsFrom(days, null))).toEqual([
      '01 1 failed_permanently',
      '01 2 failed',
      '01 2 discarded',
      '02 1 failed_permanently',
    ]));

  it('go on where the job was, even where counters no longer show the unit', () => {
    const present = { bucket: '2026-11-01' as Bucket, destination: id(2), status: 'failed_permanently' as const };
    expect(shown(unitsFrom(days, present))).toEqual([
      '01 2 failed_permanently',
      '01 2 discarded',
      '02 1 failed_permanently',
    ]);
  });
});
