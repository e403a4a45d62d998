import { OPEN, type Counter, type Gauge, type Metrics } from '@app/observability';
import type { KafkaCounter, KafkaGauge, KafkaHooks } from './types.js';

interface Described {
  help: string;
  labels: readonly string[];
}

const COUNTERS: Record<KafkaCounter, Described> = {
  produce_coverage_miss: { help: 'Acknowledged sends that left out partitions they were given.', labels: ['topic'] },
  produce_resent: { help: 'Records handed to a broker a second time or more.', labels: ['topic'] },
  produce_failed: { help: 'Records that were refused to the caller.', labels: ['topic', 'code'] },
  producer_rebuilt: { help: 'Times the client under the producer was built anew.', labels: [] },
  commit_rejected: { help: 'Offset commits the coordinator refused or that failed.', labels: ['group', 'cause'] },
  rebalance: { help: 'Times the group formed anew with this member.', labels: ['group'] },
  partition_lost: { help: 'Partitions taken away from this member.', labels: ['group'] },
  stall_kicked: {
    help: 'Partitions that brought nothing although records lay ahead, and were asked for anew.',
    labels: ['topic'],
  },
  offset_out_of_range: {
    help: 'Positions that lay outside of the log and were reset to its beginning.',
    labels: ['group'],
  },
  quarantined: { help: 'Records at which the process died again and again, handed to quarantine.', labels: ['topic'] },
};

const GAUGES: Record<KafkaGauge, Described> = {
  producer_queue_bytes: { help: 'Bytes queued and on the wire to brokers.', labels: [] },
  producer_queue_records: { help: 'Records queued and on the wire to brokers.', labels: [] },
  consumer_bytes_in_flight: { help: 'Bytes handed out and not finished.', labels: ['group'] },
  consumer_partitions: { help: 'Partitions this member holds.', labels: ['group'] },
  consumer_partitions_paused: {
    help: 'Partitions this member holds and does not fetch at present.',
    labels: ['group'],
  },
};

const open = (labels: readonly string[]): Record<string, typeof OPEN> =>
  Object.fromEntries(labels.map((label) => [label, OPEN]));

/** Hooks that report everything to the process' registry, under `waybill_kafka_…`. Once a process. */
export function kafkaHooks(metrics: Metrics): KafkaHooks {
  const counters = new Map<KafkaCounter, Counter>();
  const gauges = new Map<KafkaGauge, Gauge>();
  let counter: KafkaCounter;
  for (counter in COUNTERS) {
    const { help, labels } = COUNTERS[counter];
    counters.set(counter, metrics.counter({ name: `kafka_${counter}_total`, help, labels: open(labels) }));
  }
  let gauge: KafkaGauge;
  for (gauge in GAUGES) {
    const { help, labels } = GAUGES[gauge];
    gauges.set(gauge, metrics.gauge({ name: `kafka_${gauge}`, help, labels: open(labels) }));
  }
  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc(labels, by),
    gauge: (name, value, labels) => gauges.get(name)?.set(labels, value),
  };
}
