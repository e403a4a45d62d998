import { describe, expect, it } from '@jest/globals';
import { standingOf } from './standing.js';

const facts = {
  enabled: true,
  paused_at: null,
  resumed_revision: 0,
  decided_state: 'active',
  decided_reason: null,
  decided_revision: 0,
  held_until: null,
} as const;

describe('the state shown of a destination', () => {
  it.each([
    ['nothing special', facts, { state: 'active', reason: null, heldUntil: null }],
    ['off, whatever else', { ...facts, enabled: false, paused_at: 1, decided_state: 'held' }, { state: 'off' }],
    [
      'paused by hand',
      { ...facts, paused_at: 5, decided_state: 'held', held_until: 9 },
      { state: 'paused', reason: 'by_hand' },
    ],
    [
      'paused by itself',
      { ...facts, decided_state: 'paused', decided_reason: 'credentials', decided_revision: 4, resumed_revision: 4 },
      { state: 'paused', reason: 'credentials' },
    ],
    [
      'resumed since, with the old decision still there',
      { ...facts, decided_state: 'paused', decided_reason: 'gone', decided_revision: 3, resumed_revision: 4 },
      { state: 'active', reason: null },
    ],
    [
      'held',
      { ...facts, decided_state: 'held', decided_reason: 'throttled', held_until: 1000 },
      { state: 'held', reason: 'throttled', heldUntil: 1000 },
    ],
  ] as const)('%s', (_, given, expected) => expect(standingOf(given)).toMatchObject(expected));
});
