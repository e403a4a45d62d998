import { REJECT_REASONS } from '@app/contracts';
import type { Counter, Histogram, Metrics } from '@app/observability';
import type { ReadSlice } from './read-slice.js';
import type { StoreResult } from './store-batch.js';

/** What intake counts: the door's ledger and its transactions. */
export interface IntakeMetrics {
  transaction: Histogram;
  fenced: Counter;
  /** Tasks Kafka did not take in time. Labels: kind. */
  returned: Counter<'kind'>;
  stored(result: StoreResult & { is: 'stored' }, slices: readonly ReadSlice[]): void;
}

/** `partitionOf`: where the default partitioner puts a key. */
export function intakeMetrics(
  metrics: Metrics,
  kinds: readonly string[],
  partitionOf: (key: Buffer) => number,
): IntakeMetrics {
  const results = ['fresh', 'duplicate', 'replayed', 'rejected'] as const;
  const events = metrics.counter({
    name: 'intake_events_total',
    help: 'Records of the topic events by what they turned out to be.',
    labels: { result: results },
  });
  const rejected = metrics.counter({
    name: 'intake_rejected_total',
    help: 'Records of the topic events that were refused, by reason.',
    labels: { reason: REJECT_REASONS },
  });
  const clear = metrics.counter({
    name: 'intake_clear_personal_total',
    help: 'Events from Kafka whose personal fields came in clear and were hashed here.',
  });
  const foreign = metrics.counter({
    name: 'intake_foreign_total',
    help: 'Events under another key than their inbox_id, or in another partition than the murmur2 of their key names.',
    labels: { what: ['key', 'partitioner'] },
  });
  const joins = metrics.counter({
    name: 'intake_click_joins_total',
    help: 'New events that name a click or a Telegram user, by whether their click was known.',
    labels: { result: ['joined', 'unknown'] },
  });
  const tasks = metrics.counter({
    name: 'intake_tasks_total',
    help: 'Deliveries handed to Kafka when they were made.',
  });
  return {
    transaction: metrics.histogram({
      name: 'intake_transaction_seconds',
      help: 'Duration of one intake transaction.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    }),
    fenced: metrics.counter({
      name: 'intake_fenced_total',
      help: 'Transactions given up because another process owned the position.',
    }),
    returned: metrics.counter({
      name: 'tasks_returned_total',
      help: 'Tasks Kafka did not take in time: their deliveries wait in the outbox.',
      labels: { kind: kinds },
    }),
    stored(result, slices) {
      const rejections = slices.flatMap((slice) => slice.rejections);
      events.inc({ result: 'fresh' }, result.fresh);
      events.inc({ result: 'duplicate' }, result.duplicates);
      events.inc({ result: 'replayed' }, result.replayed);
      events.inc({ result: 'rejected' }, rejections.length);
      for (const { reason } of rejections) rejected.inc({ reason });
      for (const { hashedHere, key, row } of slices.flatMap((slice) => slice.events)) {
        if (hashedHere) clear.inc();
        if (key?.toString() !== row.inboxId) foreign.inc({ what: 'key' });
        if (key && partitionOf(key) !== row.partition) foreign.inc({ what: 'partitioner' });
      }
      joins.inc({ result: 'joined' }, result.joined);
      joins.inc({ result: 'unknown' }, result.unjoined);
      tasks.inc(result.tasks.length);
    },
  };
}
