import type { Counter, Metrics } from '@app/observability';

/** What jobs count. */
export interface JobMetrics {
  moved: Counter<'kind'>;
}

export const jobMetrics = (metrics: Metrics): JobMetrics => ({
  moved: metrics.counter({
    name: 'job_deliveries_total',
    help: 'Deliveries that redrives brought back and backfills made.',
    labels: { kind: ['redrive', 'backfill'] },
  }),
});
