import { describe, expect, it } from '@jest/globals';
import { aClick } from '@app/contracts/testing';
import type { ConsumedRecord } from '@app/kafka';
import { joinedClick, keptClick } from './joined-click.js';
import { readClick } from './read-click.js';
import { clickCounters } from './store-clicks.js';

const SPACE = '6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f';
const LINK = '00000000-0000-4000-8000-000000000001';
const NOW = 1_790_000_000_000;

const recordOf = (value: string | null): ConsumedRecord => ({
  topic: 'clicks',
  partition: 0,
  offset: 0,
  timestamp: NOW,
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: {},
});
const click = aClick({
  uid: 'u',
  tg_id: '7',
  fbclid: 'IwAR_-.~',
  clicked_at_ms: NOW,
  params: { '10': 'a', b: 'c', '2': 'd' },
});
const record = { ...click, space_id: SPACE, link_id: LINK };
const rowOf = (value: object) => {
  const read = readClick(recordOf(JSON.stringify(value)));
  if (read.is !== 'click') throw new Error(read.detail);
  return read.row;
};

describe('a record of clicks', () => {
  it('is a click with all that is known of it', () => {
    const { fields, ...row } = rowOf(record);
    expect(row).toEqual({ spaceId: SPACE, uid: 'u', linkId: LINK, tgId: '7', clickedAtMs: NOW, acceptedAtMs: NOW });
    expect(JSON.parse(fields.toString())).toEqual(click);
  });

  it.each([
    ['no JSON', '{"uid"', 'not_json'],
    ['a tombstone', null, 'not_json'],
    ['no space', JSON.stringify({ ...record, space_id: 'x' }), 'schema'],
    ['no uid', JSON.stringify({ ...record, uid: null }), 'schema'],
    ['a moment no calendar has', JSON.stringify({ ...record, clicked_at_ms: 9e15 }), 'schema'],
  ])('is rejected with %s', (_, value, reason) => {
    expect(readClick(recordOf(value))).toMatchObject({ is: 'rejected', reason });
  });

  it('counts once for its space and link, of copies the one that was stored', () => {
    const [row, other] = [rowOf(record), rowOf({ ...record, uid: 'v', link_id: null })];
    const counted = clickCounters([row, row, other], [row, other]);
    expect(counted.map(({ scope }) => scope)).toEqual([SPACE, LINK, SPACE]);
    expect(clickCounters([row], [])).toEqual([]);
  });
});

describe('the click of an event', () => {
  it('is the same to the byte whenever it is read', () => {
    const joined = joinedClick({ ...rowOf(record), tgId: '99' });
    expect(joined.context).toEqual({ ...click, tg_id: '99' });
    expect(JSON.stringify(keptClick(joined.bytes).context)).toBe(JSON.stringify(joined.context));
    expect(joined.bytes.toString()).toBe(JSON.stringify(joined.context));
  });
});
