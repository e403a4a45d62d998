import { alert } from './alert.mjs';

const GROUPS = ['fanout', 'fb-capi', 'webhook', 's2s-postback', 'recorder'];

const lag = (series, ago = '') => `max by (group, topic) (waybill_consumer_lag_${series}${ago})`;

/** Does everything move on? */
export const pipeline = [
  alert(
    'WaybillConsumerLagGrowing',
    'page',
    'pipeline',
    'pipeline',
    '10m',
    `${lag('seconds')} > 120 and ${lag('seconds')} > ${lag('seconds', ' offset 10m')}`,
    '{{ $labels.group }} falls behind in {{ $labels.topic }}.',
    'Its oldest unfinished record is {{ $value | humanizeDuration }} old, and older than ten minutes ago.',
  ),
  alert(
    'WaybillConsumerStalled',
    'page',
    'pipeline',
    'pipeline',
    '5m',
    `${lag('records')} > 0 and ${lag('seconds')} > 240 and ${lag('seconds')} - ${lag('seconds', ' offset 5m')} > 270`,
    '{{ $labels.group }} finishes nothing of {{ $labels.topic }}.',
    '{{ $value }} records wait, and the oldest has been the same one for five minutes.',
  ),
  alert(
    'WaybillConsumerGroupEmpty',
    'page',
    'pipeline',
    'pipeline',
    '3m',
    GROUPS.map(
      (group) =>
        `(sum by (group) (waybill_kafka_consumer_partitions{group="${group}"}) == 0 or absent(waybill_kafka_consumer_partitions{group="${group}"}))`,
    ).join(' or '),
    'Nobody reads for group {{ $labels.group }}.',
    'No running process holds a partition of it.',
  ),
  alert(
    'WaybillRetriesLate',
    'ticket',
    'delivery',
    'pipeline',
    '10m',
    'histogram_quantile(0.99, sum by (kind, le) (rate(waybill_delivery_retry_lateness_seconds_bucket[10m]))) > 5',
    'Retries of {{ $labels.kind }} are taken up late.',
    'One in a hundred is more than {{ $value | humanizeDuration }} late; 1 s is promised.',
  ),
  alert(
    'WaybillRecorderBehind',
    'page',
    'recorder',
    'pipeline',
    '5m',
    `time() - max(waybill_recorder_last_flush_timestamp_seconds) > 120 and on () sum(max by (topic) (waybill_consumer_lag_records{group="recorder"})) > 0`,
    'Recorder stores nothing while outcomes wait.',
    'The last transaction committed {{ $value | humanizeDuration }} ago: statuses people see are that old.',
  ),
  alert(
    'WaybillProducerFailing',
    'page',
    'pipeline',
    'pipeline',
    '5m',
    'sum by (topic, code) (rate(waybill_kafka_produce_failed_total[5m])) > 0',
    'Kafka refuses records for {{ $labels.topic }}.',
    '{{ $value | humanize }} a second are refused with {{ $labels.code }}; nothing is lost, callers or the outbox keep them.',
  ),
  alert(
    'WaybillTasksReturned',
    'ticket',
    'fanout',
    'pipeline',
    '10m',
    'sum by (kind) (rate(waybill_tasks_returned_total[10m])) > 0',
    'Tasks of {{ $labels.kind }} go back to the outbox.',
    'Their topic did not take {{ $value | humanize }} a second in time; they are sent when it does.',
  ),
  alert(
    'WaybillRebalancing',
    'ticket',
    'pipeline',
    'pipeline',
    '15m',
    'sum by (group) (increase(waybill_kafka_rebalance_total[30m])) > 20',
    'Group {{ $labels.group }} does not come to rest.',
    'It formed anew {{ $value | humanize }} times in half an hour, and stood still each time.',
  ),
];
