import { ledgerReport, type LedgerReport } from '@app/contracts';
import type { Queryable } from '../database.js';

/** The last report, when it was read (epoch ms) and by which process; `null` before the first. */
export async function readLedger(
  db: Queryable,
): Promise<{ readAtMs: number; readBy: string; report: LedgerReport } | null> {
  const [row] = await db.query<{ read_at: number; read_by: string; report: unknown }>({
    name: 'ledger.read',
    text: 'select read_at, read_by, report from ledger',
  });
  return row ? { readAtMs: row.read_at, readBy: row.read_by, report: ledgerReport.parse(row.report) } : null;
}

/** Replaces the report. */
export async function writeLedger(tx: Queryable, readBy: string, report: LedgerReport): Promise<void> {
  await tx.query({
    name: 'ledger.write',
    text: `insert into ledger (read_at, read_by, report) values (now(), $1, $2)
           on conflict (only_row) do update set read_at = now(), read_by = $1, report = $2`,
    values: [readBy, JSON.stringify(report)],
  });
}
