import { REJECT_REASONS, VERDICTS } from '@app/contracts';
import type { Histogram, Metrics } from '@app/observability';
import { outcomesOf, refusalsOf, rejectionsOf, type Lot } from '../records/lot.js';
import type { StoredLot } from './store-lot.js';

/** What recorder counts. */
export interface StoreMetrics {
  readonly duration: Histogram;
  stored(lot: Lot, result: StoredLot): void;
}

/** Makes recorder's series; once a process. */
export function storeMetrics(metrics: Metrics): StoreMetrics {
  const size = metrics.histogram({
    name: 'recorder_batch_size',
    help: 'Records stored by one transaction.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
  });
  const lastFlush = metrics.gauge({
    name: 'recorder_last_flush_timestamp_seconds',
    help: 'When the last transaction committed.',
  });
  const outcomes = metrics.counter({
    name: 'recorder_outcomes_total',
    help: 'Outcomes stored, by verdict.',
    labels: { verdict: VERDICTS },
  });
  const decided = metrics.counter({
    name: 'recorder_deliveries_decided_total',
    help: 'Deliveries whose standing an outcome changed; repeated and superseded outcomes change none.',
  });
  const missing = metrics.counter({
    name: 'recorder_outcomes_missing_total',
    help: 'Outcomes of deliveries that have no row.',
  });
  const quarantined = metrics.counter({
    name: 'recorder_outcomes_quarantined_total',
    help: 'Outcomes that could not be read or stored and are listed as rejected, by reason.',
    labels: { reason: REJECT_REASONS },
  });
  const listed = metrics.counter({
    name: 'recorder_rejections_listed_total',
    help: 'Records of events.rejected that were listed.',
  });
  return {
    duration: metrics.histogram({
      name: 'recorder_flush_duration_seconds',
      help: 'Duration of one transaction, waits for the database included.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    }),
    stored(lot, result) {
      const refusals = refusalsOf(lot);
      size.observe(lot.reduce((sum, { items }) => sum + items.length, 0));
      lastFlush.setToCurrentTime();
      for (const { verdict } of outcomesOf(lot)) outcomes.inc({ verdict });
      decided.inc(result.decided);
      missing.inc(result.missing);
      for (const reason of refusals) quarantined.inc({ reason });
      listed.inc(rejectionsOf(lot).length - refusals.length);
    },
  };
}
