import { dashboard, graph, stat } from '../panels.mjs';
import { RED_ABOVE_0, rate, quantile, quantiles, lag } from '../queries.mjs';

export const pipeline = dashboard(
  'pipeline',
  'Pipeline',
  'Where between the door and the record does it stand still?',
  [],
  [
    stat(
      'Behind',
      'Age of the oldest record somebody has still to finish.',
      's',
      { '': 'max(waybill_consumer_lag_seconds)' },
      {
        steps: [
          [60, 'orange'],
          [120, 'red'],
        ],
      },
    ),
    stat('Records waiting', 'Records of main topics not finished yet.', 'short', { '': `sum(${lag('records')})` }),
    stat(
      'Retries late',
      '99 of 100 retries are taken up within this of being due.',
      's',
      { '': 'histogram_quantile(0.99, sum by (le) (increase(waybill_delivery_retry_lateness_seconds_bucket[1h])))' },
      {
        steps: [
          [1, 'orange'],
          [5, 'red'],
        ],
      },
    ),
    stat(
      'Lost in Kafka',
      'Deliveries the audit found nowhere and sent again, in a day.',
      'short',
      { '': 'sum(increase(waybill_audit_lost_total[1d]))' },
      RED_ABOVE_0,
    ),
    stat(
      'Put aside',
      'Records no code could handle, in a day.',
      'short',
      { '': 'sum(increase(waybill_kafka_quarantined_total[1d])) or vector(0)' },
      RED_ABOVE_0,
    ),
    stat('Since last stored', 'Since recorder stored outcomes last.', 's', {
      '': 'time() - max(waybill_recorder_last_flush_timestamp_seconds)',
    }),
    graph(
      'Lag in seconds',
      'Age of the oldest unfinished record, by group and topic. What waits in delay topics waits on purpose and is not here.',
      's',
      { '{{group}} {{topic}}': lag('seconds') },
    ),
    graph('Lag in records', 'Unfinished records by group and topic.', 'short', {
      '{{group}} {{topic}}': lag('records'),
    }),
    graph(
      'Through the hops',
      'Events stored, tasks made, attempts ended and outcomes stored, a second: they should run side by side.',
      'ops',
      {
        events: rate('waybill_intake_events_total'),
        tasks: rate('waybill_intake_tasks_total'),
        attempts: rate('waybill_delivery_attempts_total'),
        outcomes: rate('waybill_recorder_outcomes_total'),
      },
    ),
    graph(
      'Emitter',
      'Deliveries brought from the outbox back into Kafka, and tasks handed back to it, a second.',
      'ops',
      {
        emitted: rate('waybill_emitter_deliveries_total'),
        'kept {{kind}}': rate('waybill_delivery_kept_total', 'kind'),
        'returned {{kind}}': rate('waybill_tasks_returned_total', 'kind'),
      },
    ),
    graph(
      'Lateness of retries',
      'From the moment a retry was due to its lane.',
      's',
      quantiles('waybill_delivery_retry_lateness_seconds'),
    ),
    graph('On the wire', 'Requests that run, and slots that slow destinations hold.', 'short', {
      '{{kind}} running': 'sum by (kind) (waybill_delivery_inflight)',
      '{{kind}} slow': 'sum by (kind) (waybill_delivery_slow)',
    }),
    graph('Waiting in lanes', 'Bytes of tasks in memory, by kind.', 'bytes', {
      '{{kind}}': 'sum by (kind) (waybill_delivery_lane_bytes)',
    }),
    graph('Groups', 'Partitions each group holds, and how often it formed anew in 15 minutes.', 'short', {
      '{{group}} partitions': 'sum by (group) (waybill_kafka_consumer_partitions)',
      '{{group}} rebalances': 'sum by (group) (increase(waybill_kafka_rebalance_total[15m]))',
    }),
    graph('Producers', 'Bytes on their way to brokers.', 'bytes', {
      '{{job}}': 'sum by (job) (waybill_kafka_producer_queue_bytes)',
    }),
    graph('Transactions', '95 of 100 transactions of fanout and recorder commit within this.', 's', {
      intake: quantile(0.95, 'waybill_intake_transaction_seconds'),
      recorder: quantile(0.95, 'waybill_recorder_flush_duration_seconds'),
    }),
  ],
);
