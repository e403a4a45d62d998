import { describe, expect, it } from '@jest/globals';
import type { Bucket, Destination, DestinationId } from '@app/contracts';
import type { Room, Waiting } from '@app/persistence';
import { allowance, planExpired, planRound } from './plan.js';

const id = (n: number): DestinationId => `00000000-0000-8000-8000-00000000000${n}` as DestinationId;
const today = '2026-11-25' as Bucket;
const NOW = Date.parse('2026-11-25T12:00:00Z');

const destination = (n: number, over: Partial<Destination> = {}): Destination => ({
  id: id(n),
  space_id: id(9) as never,
  kind: 'webhook',
  name: `d${n}`,
  enabled: true,
  paused: false,
  paused_total_ms: 0,
  resumed_revision: 0,
  revision: 1,
  config: {},
  event_map: {},
  filter: {},
  currency_map: {},
  proxy_url: null,
  max_attempts: 10,
  horizon_s: 172_800,
  max_concurrency: 32,
  rate_per_s: null,
  timeout_ms: 10_000,
  ...over,
});

const room = (over: Partial<Room> = {}): Room => ({
  state: 'active',
  heldUntilMs: null,
  windowSize: 1000,
  inMain: 0,
  ...over,
});
const waits = (n: number, count: number, bucket = today): Waiting => ({ destinationId: id(n), bucket, count });
const limits = { total: 2000, perDestination: 500 };

describe('what may go back into kafka', () => {
  it.each([
    ['as much as the window leaves', destination(1), room({ windowSize: 100, inMain: 30 }), 70],
    ['nothing when it is full', destination(1), room({ windowSize: 100, inMain: 130 }), 0],
    ['nothing while paused by hand', destination(1, { paused: true }), room(), 0],
    ['nothing while paused by itself', destination(1), room({ state: 'paused' }), 0],
    ['nothing while switched off', destination(1, { enabled: false }), room(), 0],
    ['nothing before a hold ends', destination(1), room({ state: 'held', heldUntilMs: NOW + 1 }), 0],
    ['one probe when it does', destination(1), room({ state: 'held', heldUntilMs: NOW }), 1],
    ['no second probe', destination(1), room({ state: 'held', heldUntilMs: NOW, inMain: 1 }), 0],
    ['nothing for a destination nobody knows', undefined, room(), 0],
  ])('%s', (_, known, state, expected) => expect(allowance(known, state, NOW)).toBe(expected));
});

describe('a round', () => {
  const known = new Map([1, 2, 3].map((n) => [id(n), destination(n)]));
  const rooms = new Map([1, 2, 3].map((n) => [id(n), room()]));

  it('gives each its share, whatever the backlog of another', () => {
    const takes = planRound([waits(1, 100_000), waits(2, 3), waits(3, 700)], (x) => known.get(x), rooms, NOW, limits);
    expect(takes.map(({ destinationId, limit }) => [destinationId, limit])).toEqual([
      [id(1), 500],
      [id(2), 3],
      [id(3), 500],
    ]);
  });

  it('begins with the oldest bucket and goes on into the next', () => {
    const older = '2026-11-20' as Bucket;
    const takes = planRound([waits(1, 2, older), waits(1, 900)], (x) => known.get(x), rooms, NOW, limits);
    expect(takes.map(({ bucket, limit }) => [bucket, limit])).toEqual([
      [older, 2],
      [today, 498],
    ]);
  });

  it('ends at the total', () => {
    const takes = planRound([waits(1, 900), waits(2, 900), waits(3, 900)], (x) => known.get(x), rooms, NOW, {
      total: 700,
      perDestination: 500,
    });
    expect(takes.map(({ limit }) => limit)).toEqual([500, 200]);
  });
});

describe('what can only expire', () => {
  it('is taken from held destinations alone, and only where it can lie', () => {
    const old = '2026-11-22' as Bucket;
    const rooms = new Map([
      [id(1), room({ state: 'held', heldUntilMs: NOW + 1e6 })],
      [id(2), room()],
    ]);
    const takes = planExpired(
      [waits(1, 5, old), waits(1, 5), waits(2, 5, old)],
      (x) => destination(x === id(1) ? 1 : 2),
      rooms,
      NOW,
      50,
    );
    expect(takes).toEqual([{ destinationId: id(1), bucket: old, limit: 50, bornBeforeMs: NOW - 172_800_000 }]);
  });
});
