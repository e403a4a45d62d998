/** Structured log lines, pino's shape: fields first, then the sentence. */
export interface KafkaLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Things that happened, to be counted. Each name is a counter with the labels its call site passes. */
export type KafkaCounter =
  /** An acknowledged send left out partitions it was given: the records were resent. Labels: topic. */
  | 'produce_coverage_miss'
  /** Records handed to the broker a second time or more, whatever the cause. Labels: topic. */
  | 'produce_resent'
  /** Records refused to the caller. Labels: topic, code. */
  | 'produce_failed'
  /** The client under the producer was thrown away and built anew. */
  | 'producer_rebuilt'
  /** Offset commits the coordinator refused because of a rebalance, or that failed. Labels: group, cause. */
  | 'commit_rejected'
  /** The group formed anew and this member joined. Labels: group. */
  | 'rebalance'
  /** Partitions taken away. Labels: group. */
  | 'partition_lost'
  /** A partition brought nothing although records lay ahead, and was asked for anew. Labels: topic. */
  | 'stall_kicked'
  /** kafkajs reset a position because it was out of the log's range. Labels: group. */
  | 'offset_out_of_range'
  /** A record of a crash loop was handed to quarantine. Labels: topic. */
  | 'quarantined';

/** Levels that rise and fall. */
export type KafkaGauge =
  | 'producer_queue_bytes'
  | 'producer_queue_records'
  | 'consumer_bytes_in_flight'
  | 'consumer_partitions'
  | 'consumer_partitions_paused';

export type KafkaLabels = Readonly<Record<string, string | number>>;

/** Where the library reports numbers; called synchronously and often, so it must be cheap and must not throw. */
export interface KafkaHooks {
  count(counter: KafkaCounter, labels: KafkaLabels, by?: number): void;
  gauge(gauge: KafkaGauge, value: number, labels: KafkaLabels): void;
}

/** How to reach the cluster. `clientId` names this process in broker logs. */
export interface KafkaConnection {
  brokers: readonly string[];
  clientId: string;
  /** TLS; certificates as PEM text. */
  ssl?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

/** What everything that talks to Kafka is built from. */
export interface KafkaContext {
  connection: KafkaConnection;
  log: KafkaLog;
  hooks: KafkaHooks;
}

/** A record to be appended. Without `partition` the key chooses it by murmur2; without either it is refused. */
export interface OutgoingRecord {
  topic: string;
  partition?: number;
  key: string | Buffer | null;
  value: Buffer | string | null;
  headers?: Readonly<Record<string, string | Buffer>>;
  /** How long the caller waits (ms) before the record is given up with `timeout`; default `ProducerOptions.deadlineMs`. */
  deadlineMs?: number;
}

/** Where a record lies now. `appendedAt` is the broker's clock (LogAppendTime), epoch ms. */
export interface Appended {
  topic: string;
  partition: number;
  offset: number;
  appendedAt: number;
}

/** A record as read. Buffers are copies: they keep nothing else alive. `timestamp` is the append time, epoch ms. */
export interface ConsumedRecord {
  topic: string;
  partition: number;
  offset: number;
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer | undefined>>;
}

/**
 * What was read of one partition in one go. Batches of one epoch are seamless: `from` is the `next` of the one before,
 * so `next - from - records.length` offsets held no record (control and aborted records, compaction gaps).
 * `records` may be empty when only such offsets were passed.
 */
export interface RecordBatch {
  topic: string;
  partition: number;
  epoch: number;
  from: number;
  next: number;
  records: readonly ConsumedRecord[];
  /** End of the partition when it was read: `highWatermark - next` records are still to come. */
  highWatermark: number;
}

/** Milliseconds since the epoch by the broker's clock, as far as known; `null` before the first sample. Never ahead. */
export interface Clock {
  now(): number | null;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}
