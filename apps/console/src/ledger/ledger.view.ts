import type { LedgerReport, SpaceId } from '@app/contracts';
import type { z } from 'zod';
import { shown, shownOrNull } from '../api/moment.js';
import type { ledgerAnswer } from './ledger.routes.js';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const apart = (a: number, b: number): number => Math.abs(a - b);

/** The ledger for one space: the door is everybody's, findings are its own. */
export function shownLedger(
  readAtMs: number,
  { door, days }: LedgerReport,
  space: SpaceId,
): z.input<typeof ledgerAnswer> {
  const own = <Finding extends { space_id: SpaceId | null }>(findings: readonly Finding[]): readonly Finding[] =>
    findings.filter(({ space_id }) => space_id === space);
  const fanOut = days.flatMap(({ bucket, fan_out }) =>
    own(fan_out).map(({ matched, rows }) => ({ day: bucket, matched, rows })),
  );
  const delivery = days.flatMap(({ bucket, delivery: found }) =>
    own(found).map(({ destination_id, counter, counted, recounted }) => ({
      day: bucket,
      destination_id,
      counter,
      counted,
      recounted,
    })),
  );
  const open = days.flatMap(({ bucket, open: found }) =>
    own(found).map(({ destination_id, rows, event_ids }) => ({ day: bucket, destination_id, rows, event_ids })),
  );
  const passed = (name: 'fresh' | 'duplicate' | 'replayed' | 'rejected' | 'tombstones' | 'skipped'): number =>
    sum(door.map((partition) => partition[name]));
  const doorSums = {
    fresh: passed('fresh'),
    duplicate: passed('duplicate'),
    replayed: passed('replayed'),
    rejected: passed('rejected'),
    tombstones: passed('tombstones'),
    skipped: passed('skipped'),
  };
  return {
    read_at: shown(readAtMs),
    door: {
      off: sum(door.map(({ off }) => Math.abs(off))),
      records_read: sum(Object.values(doorSums)) - doorSums.skipped,
      ...doorSums,
      partitions: door.filter(({ off }) => off !== 0),
    },
    fan_out: { off: sum(fanOut.map(({ matched, rows }) => apart(matched, rows))), findings: fanOut },
    delivery: { off: sum(delivery.map(({ counted, recounted }) => apart(counted, recounted))), findings: delivery },
    open: { off: sum(open.map(({ rows }) => rows)), findings: open },
    recounted: {
      days: days.length,
      rows: sum(days.map(({ rows }) => rows)),
      matched: sum(days.map(({ matched }) => matched)),
      oldest_at: shownOrNull(days.length === 0 ? null : Math.min(...days.map(({ read_at_ms }) => read_at_ms))),
    },
  };
}
