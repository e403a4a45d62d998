import { KINDS } from '@app/contracts';
import type { Counter, Metrics } from '@app/observability';

/** What the audit counts. */
export interface AuditMetrics {
  lost: Counter<'kind' | 'place'>;
}

export const auditMetrics = (metrics: Metrics): AuditMetrics => ({
  lost: metrics.counter({
    name: 'audit_lost_total',
    help: 'Deliveries that were nowhere in Kafka any more and went back to the outbox.',
    labels: { kind: KINDS, place: ['task', 'tier'] },
  }),
});
