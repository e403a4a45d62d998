import type { Gauge, Metrics } from '@app/observability';

/** The sums of the ledger. */
export const SUMS = ['door', 'fan_out', 'delivery', 'open'] as const;

/** What the ledger says. Only the process that read it last says it: over all processes take the maximum. */
export interface LedgerMetrics {
  readonly off: Gauge<'sum'>;
  readonly readAt: Gauge;
  readonly oldestDay: Gauge;
}

export const ledgerMetrics = (metrics: Metrics): LedgerMetrics => ({
  off: metrics.gauge({
    name: 'ledger_off',
    help: 'By how much a sum of the ledger is off; 0 when nothing is missing, and where another process reads it.',
    labels: { sum: SUMS },
  }),
  readAt: metrics.gauge({
    name: 'ledger_read_timestamp_seconds',
    help: 'When the ledger was read last, by this process; 0 where another one reads it.',
  }),
  oldestDay: metrics.gauge({
    name: 'ledger_oldest_recount_timestamp_seconds',
    help: 'When the day was recounted whose recount is oldest; 0 where another process reads the ledger.',
  }),
});
