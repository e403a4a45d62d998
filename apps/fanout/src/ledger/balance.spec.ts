import { describe, expect, it } from '@jest/globals';
import { destinationId, spaceId, type Bucket } from '@app/contracts';
import type { RecountedGroup } from '@app/persistence';
import { balanceDay, balanceDoor, offBy, type DaySums } from './balance.js';
import { rotaOf } from './rota.js';

const space = spaceId.parse('00000000-0000-8000-8000-000000000001');
const one = destinationId.parse('00000000-0000-8000-8000-000000000011');
const other = destinationId.parse('00000000-0000-8000-8000-000000000012');
const day = '2026-11-25' as Bucket;

const group = (
  destination: typeof one,
  status: RecountedGroup['status'],
  count: number,
  place: RecountedGroup['place'],
) => ({
  space,
  destination,
  status,
  place,
  count,
});
const counter = (destination: typeof one, name: string, value: number) => ({ destination, name, value });

const sums = (over: Partial<DaySums> = {}): DaySums => ({
  bucket: day,
  groups: [group(one, 'sent', 7, null), group(one, 'failed', 2, 'tier'), group(other, 'pending', 3, 'here')],
  counters: [
    counter(one, 'rows.sent', 7),
    counter(one, 'rows.failed', 2),
    counter(one, 'place.tier', 2),
    counter(other, 'rows.pending', 3),
    counter(other, 'place.here', 3),
  ],
  matched: [{ space, matched: 12 }],
  owners: new Map([one, other].map((id) => [id, { space, isDeleted: false }])),
  ...over,
});

describe('the ledger of a day', () => {
  it('balances', () => {
    const balanced = balanceDay(sums(), 5);
    expect(balanced).toEqual({
      bucket: day,
      read_at_ms: 5,
      matched: 12,
      rows: 12,
      off: { fan_out: 0, delivery: 0, open: 0 },
      fan_out: [],
      delivery: [],
      open: [],
    });
  });

  it('names the space whose rows are not those its events were matched to', () => {
    const { off, fan_out } = balanceDay(sums({ matched: [{ space, matched: 14 }] }), 0);
    expect([off.fan_out, fan_out]).toEqual([2, [{ space_id: space, matched: 14, rows: 12 }]]);
  });

  it('names the counter that says otherwise than the rows, whichever has more', () => {
    const counters = [...sums().counters.slice(0, -1), counter(other, 'place.task', 1)];
    const { off, delivery } = balanceDay(sums({ counters }), 0);
    expect(off).toEqual({ fan_out: 0, delivery: 4, open: 0 });
    expect(delivery).toMatchObject([
      { destination_id: other, counter: 'place.here', counted: 0, recounted: 3 },
      { destination_id: other, counter: 'place.task', counted: 1, recounted: 0 },
    ]);
  });

  it.each([
    ['open ones without a place', [group(one, 'failed', 4, null)], false, 4],
    ['settled ones with a place', [group(one, 'sent', 2, 'task')], false, 2],
    ['those that wait for a deleted destination', [group(one, 'pending', 3, 'here')], true, 3],
    ['not those on their way to one', [group(one, 'pending', 3, 'task')], true, 0],
  ])('finds %s', (_, groups, isDeleted, expected) => {
    const { off, open } = balanceDay(sums({ groups, owners: new Map([[one, { space, isDeleted }]]) }), 0);
    expect(off.open).toBe(expected);
    expect(open.map(({ rows }) => rows)).toEqual(expected === 0 ? [] : [expected]);
  });
});

describe('the ledger of the door', () => {
  const partition = { partition: 3, first_offset: 100, next_offset: 130, fresh: 20, duplicate: 4, replayed: 9 };

  it('accounts for every offset that was passed, replays aside', () => {
    const balanced = balanceDoor({ ...partition, rejected: 3, tombstones: 1, skipped: 2 });
    const short = balanceDoor({ ...partition, rejected: 0, tombstones: 1, skipped: 2 });
    expect([balanced.off, short.off, offBy([balanced, short], []).door]).toEqual([0, 3, 3]);
  });
});

describe('the rota', () => {
  it('takes the newest two first, then what was not looked at for longest', () => {
    const kept = ['2026-11-26', '2026-11-25', '2026-11-24', '2026-11-23', '2026-11-22', '2026-11-21'] as Bucket[];
    const known = [
      { ...balanceDay(sums(), 9), bucket: kept[3] ?? day },
      { ...balanceDay(sums(), 4), bucket: kept[4] ?? day },
    ];
    expect(rotaOf(kept, known, day)).toEqual(['2026-11-25', '2026-11-24', '2026-11-21', '2026-11-22', '2026-11-23']);
  });
});
