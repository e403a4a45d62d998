import type { DestinationRow, OpenRows } from '@app/persistence';
import type { z } from 'zod';
import { shownOrNull } from '../api/moment.js';
import { standingOf } from '../destinations/standing.js';
import type { healthRow } from './health.routes.js';

/** What was read of one destination besides its row. Times are epoch ms. */
export interface Vitals {
  open: readonly Pick<OpenRows, 'pending' | 'failed'>[];
  ended: { sent: number; failed_permanently: number; discarded: number } | undefined;
  oldestOpenAt: number | undefined;
  nextDueAt: number | undefined;
}

/** One line of the health widget. */
export function shownHealth(row: DestinationRow, vitals: Vitals): z.input<typeof healthRow> {
  const { state, reason, heldUntil } = standingOf(row);
  const total = (status: 'pending' | 'failed'): number =>
    Math.max(
      0,
      vitals.open.reduce((sum, day) => sum + day[status], 0),
    );
  return {
    destination_id: row.id,
    name: row.name,
    kind: row.kind,
    state,
    state_reason: reason,
    held_until: shownOrNull(heldUntil),
    sent: vitals.ended?.sent ?? 0,
    pending: total('pending'),
    failed: total('failed'),
    failed_permanently: vitals.ended?.failed_permanently ?? 0,
    discarded: vitals.ended?.discarded ?? 0,
    last_success_at: shownOrNull(row.last_success_at),
    oldest_pending_at: shownOrNull(vitals.oldestOpenAt ?? null),
    next_retry_at: shownOrNull(nextRetryAt(state, heldUntil, vitals.nextDueAt)),
  };
}

/** Nothing is tried while a destination is paused or off, and nothing before a hold ends. */
function nextRetryAt(state: string, heldUntil: number | null, dueAt: number | undefined): number | null {
  if (state === 'paused' || state === 'off' || dueAt === undefined) return null;
  return Math.max(dueAt, heldUntil ?? dueAt);
}
