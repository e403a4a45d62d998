import type { ConsumedRecord, KafkaContext, RecordBatch, TopicPartition } from '../types.js';

/** One life of one partition at this member. After the partition is lost every call is a harmless no-op. */
export interface PartitionHandle extends TopicPartition {
  /** Which acquisition this is; unique in the process. */
  readonly epoch: number;
  /**
   * The record at `offset` is finished: what had to be produced or stored for it is acknowledged. Its bytes are
   * released, and the committed offset moves up to the lowest unfinished record.
   */
  done(offset: number): void;
  /** Stops fetching this partition until every reason given has been resumed. What was handed out stays out. */
  pause(reason: string): void;
  resume(reason: string): void;
  /** The partition still belongs to this life. */
  active(): boolean;
}

/** Where a partition stands. Offsets are those of the next record. */
export interface PartitionPosition extends TopicPartition {
  /** Next offset to be read. */
  position: number;
  /** Everything below is finished. */
  finished: number;
  /** Records and bytes handed out and not finished. */
  records: number;
  bytes: number;
  /** End of the partition as last seen; `null` before the first batch. */
  highWatermark: number | null;
  /** Reasons for which it is paused. */
  paused: readonly string[];
}

export interface ConsumerHealth {
  /** Has joined its group and holds an assignment (which may be empty). */
  ready: boolean;
  /** The fetch loop and its timers make progress; says nothing about brokers. */
  live: boolean;
  /** Why not, in words. */
  detail: string | null;
}

export interface Consumer {
  /** Connects, joins the group and begins to hand out batches. Keeps trying while no broker answers. */
  start(): Promise<void>;
  /** Stops fetching everywhere; what was handed out may still be finished and is still committed. */
  stopIntake(): void;
  /**
   * The designed end: `stopIntake`, wait until all that was handed out is finished (at most `drainMs`), commit once
   * more, leave the group, disconnect. What was not finished is read again by the next owner.
   */
  stop(options: { drainMs: number }): Promise<void>;
  assignment(): readonly TopicPartition[];
  positions(): readonly PartitionPosition[];
  health(): ConsumerHealth;
}

export interface ConsumerOptions extends KafkaContext {
  groupId: string;
  topics: readonly string[];
  /** Delay topics among `topics`: they have a budget of their own, so waiting records never starve fresh ones. */
  delayTopics?: readonly string[];
  /**
   * Takes a batch: must only enqueue, return at once and not throw (an exception is unexpected: it goes to `onFatal`).
   * Every record must be finished by `partition.done` sooner or later.
   */
  onBatch: (batch: RecordBatch, partition: PartitionHandle) => void;
  /**
   * Where to begin a partition that was gained; `committed` is Kafka's commit (or further, where this process itself
   * had finished more before it lost the partition and nobody read it since) or `null`. Return the offset of the next
   * record to read, `null` for the commit (or the beginning without one). May take its time; asked again after a
   * rejection, for as long as the partition is held.
   */
  startAt?: (at: TopicPartition, committed: number | null) => Promise<number | null>;
  /** Partitions gained, before their first batch; retained ones are not named. */
  onAssigned?: (partitions: readonly PartitionHandle[]) => void;
  /** Partitions lost: their handles are already inactive. */
  onLost?: (partitions: readonly TopicPartition[]) => void;
  /**
   * A record at which the process died again and again, alone in flight. Keep it somewhere people see; it counts as
   * finished once the promise resolves, and is offered again after a rejection.
   */
  onQuarantine: (record: ConsumedRecord) => Promise<void>;
  /** The consumer cannot go on and will not restart itself: end the process. Called once. */
  onFatal: (error: Error) => void;
  /** Bytes handed out and not finished, over all main partitions; 64 MiB. */
  maxBytesInFlight?: number;
  /** The same for delay topics; 32 MiB. */
  maxDelayBytes?: number;
  /** How often finished offsets are committed (ms); 500. */
  commitIntervalMs?: number;
  /** How long a gained partition waits for its former owner's last acknowledgements (ms); 300. */
  graceMs?: number;
  /** How long the broker waits for a silent member before it gives its partitions away (ms); 10,000. */
  sessionTimeoutMs?: number;
}
