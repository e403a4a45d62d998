import type { Counter, Metrics } from '@app/observability';

/** What the emitter counts. */
export interface EmitterMetrics {
  emitted: Counter;
}

export const emitterMetrics = (metrics: Metrics): EmitterMetrics => ({
  emitted: metrics.counter({
    name: 'emitter_deliveries_total',
    help: 'Deliveries brought from the outbox back into Kafka.',
  }),
});
