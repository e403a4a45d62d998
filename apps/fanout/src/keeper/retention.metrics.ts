import type { Counter, Gauge, Metrics } from '@app/observability';

/** What retention counts. */
export interface RetentionMetrics {
  dropped: Counter;
  blocked: Gauge;
}

export const retentionMetrics = (metrics: Metrics): RetentionMetrics => ({
  dropped: metrics.counter({
    name: 'retention_days_dropped_total',
    help: 'Days dropped by this process with all their events, deliveries and attempts.',
  }),
  blocked: metrics.gauge({
    name: 'retention_days_blocked',
    help: 'Days that are kept beyond their time because deliveries in them are open.',
  }),
});
