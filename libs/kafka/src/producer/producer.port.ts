import type { BrokerClock } from '../clock/broker.clock.js';
import type { Appended, KafkaContext, OutgoingRecord } from '../types.js';
import type { ProduceError } from './produce.error.js';

/** Appends records durably. One a process is enough; it is safe to call from anywhere. */
export interface Producer {
  /**
   * Connects and learns the partition counts. Keeps trying while no broker answers (await it, or watch `healthy`);
   * rejects with `unknown_topic` when a declared topic does not exist, with `closed` after `close`.
   */
  start(): Promise<void>;
  /** Resolves only once all in-sync replicas hold this very record; rejects with `ProduceError`. */
  send(record: OutgoingRecord): Promise<Appended>;
  /** Like `send` for many at once, one answer a record in the order given. Never rejects. */
  sendMany(records: readonly OutgoingRecord[]): Promise<(Appended | ProduceError)[]>;
  /** Number of partitions of a topic named in `ProducerOptions.topics`; throws for any other, and before `start`. */
  partitions(topic: string): number;
  /** The partition Java's default partitioner gives the key: murmur2 of its UTF-8 bytes. */
  partitionFor(topic: string, key: string | Buffer): number;
  /** Waits until nothing is queued or on the wire, at most `deadlineMs`; then gives up silently. */
  flush(deadlineMs: number): Promise<void>;
  /** Refuses new records, fails what is queued with `closed`, disconnects. */
  close(): Promise<void>;
  /** Fed by every acknowledged record. */
  readonly clock: BrokerClock;
  /** Started, and the newest send did not fail for want of a broker. */
  healthy(): boolean;
}

export interface ProducerOptions extends KafkaContext {
  /** Every topic this producer may write to. */
  topics: readonly string[];
  /** Default time (ms) a record may take; 30,000. */
  deadlineMs?: number;
  /**
   * Bounds of what is queued and on the wire for one topic; beyond them its records are refused with `queue_full`.
   * 32 MiB, 50,000.
   */
  maxQueueBytes?: number;
  maxQueueRecords?: number;
}
