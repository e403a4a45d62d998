import { describe, expect, it } from '@jest/globals';
import { destinationId, spaceId } from '@app/contracts';
import type { DestinationRow } from '@app/persistence';
import { shownHealth } from './health.view.js';

const row: DestinationRow = {
  id: destinationId.parse('00000000-0000-4000-8000-000000000001'),
  space_id: spaceId.parse('00000000-0000-4000-8000-000000000002'),
  kind: 'webhook',
  name: 'shop',
  enabled: true,
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
  revision: 1,
  created_at: 0,
  deleted_at: null,
  paused_at: null,
  paused_total_ms: 0,
  resumed_revision: 0,
  decided_state: 'active',
  decided_reason: null,
  decided_revision: 0,
  decided_paused_at: null,
  held_until: null,
  last_success_at: 1_000,
};
const vitals = {
  open: [
    { pending: 3, failed: 1 },
    { pending: 2, failed: 0 },
  ],
  ended: { sent: 7, failed_permanently: 1, discarded: 2 },
  oldestOpenAt: 500,
  nextDueAt: 2_000,
};

describe('a line of the health widget', () => {
  it('sums days and says when the next retry is', () => {
    expect(shownHealth(row, vitals)).toMatchObject({
      state: 'active',
      sent: 7,
      pending: 5,
      failed: 1,
      failed_permanently: 1,
      discarded: 2,
      last_success_at: '1970-01-01T00:00:01.000Z',
      oldest_pending_at: '1970-01-01T00:00:00.500Z',
      next_retry_at: '1970-01-01T00:00:02.000Z',
    });
  });

  it('promises no retry before a hold ends, and none while paused or off', () => {
    const held = { ...row, decided_state: 'held', decided_reason: 'throttled', held_until: 9_000 } as const;
    expect(shownHealth(held, vitals).next_retry_at).toBe('1970-01-01T00:00:09.000Z');
    expect(shownHealth({ ...row, paused_at: 1 }, vitals).next_retry_at).toBeNull();
    expect(shownHealth({ ...row, enabled: false }, vitals).next_retry_at).toBeNull();
  });

  it('of a destination nothing happened at is all zero', () => {
    const none = { open: [], ended: undefined, oldestOpenAt: undefined, nextDueAt: undefined };
    expect(shownHealth(row, none)).toMatchObject({ sent: 0, pending: 0, oldest_pending_at: null, next_retry_at: null });
  });
});
