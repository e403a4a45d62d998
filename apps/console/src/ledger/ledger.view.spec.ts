import { expect, it } from '@jest/globals';
import { bucket, deliveryId, destinationId, spaceId, type LedgerReport } from '@app/contracts';
import { ledgerAnswer } from './ledger.routes.js';
import { shownLedger } from './ledger.view.js';

const id = (n: number): string => `00000000-0000-8000-8000-00000000000${n}`;
const [own, foreign] = [spaceId.parse(id(1)), spaceId.parse(id(2))];
const destination_id = destinationId.parse(id(3));

const partition = {
  partition: 0,
  first_offset: 0,
  next_offset: 10,
  fresh: 6,
  duplicate: 1,
  replayed: 2,
  rejected: 1,
  tombstones: 0,
  skipped: 1,
  off: 0,
};

const report: LedgerReport = {
  door: [partition, { ...partition, partition: 1, next_offset: 12, off: 3 }],
  days: [
    {
      bucket: bucket.parse('2026-11-24'),
      read_at_ms: 1_793_600_000_000,
      matched: 9,
      rows: 8,
      off: { fan_out: 4, delivery: 1, open: 1 },
      fan_out: [
        { space_id: own, matched: 3, rows: 2 },
        { space_id: foreign, matched: 6, rows: 3 },
      ],
      delivery: [{ space_id: own, destination_id, counter: 'rows.sent', counted: 2, recounted: 1 }],
      open: [{ space_id: foreign, destination_id, rows: 1, event_ids: [deliveryId.parse(id(4))] }],
    },
  ],
};

it('shows a space the door and what of the findings is its own', () => {
  const shown = shownLedger(1_793_600_001_000, report, own);
  expect(ledgerAnswer.safeParse(shown).error).toBeUndefined();
  expect(shown).toMatchObject({
    door: { off: 3, records_read: 20, fresh: 12, replayed: 4, skipped: 2, partitions: [{ partition: 1, off: 3 }] },
    fan_out: { off: 1, findings: [{ day: '2026-11-24', matched: 3, rows: 2 }] },
    delivery: { off: 1, findings: [{ destination_id, counter: 'rows.sent' }] },
    open: { off: 0, findings: [] },
    recounted: { days: 1, rows: 8, matched: 9 },
  });
});
