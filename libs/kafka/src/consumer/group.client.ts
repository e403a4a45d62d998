import type { Consumer as KafkajsConsumer, ConsumerCrashEvent, EachBatchPayload } from 'kafkajs';
import { coPartitionAssigner } from '../assigner/co-partition.assigner.js';
import { kafkajsClient } from '../kafkajs/client.js';
import { reasonOf } from '../kafkajs/failure.js';
import { readTopicCounts } from '../producer/topic.counts.js';
import { delay } from '../timers.js';
import type { KafkaContext, TopicPartition } from '../types.js';
import { readCommitted } from './committed.offsets.js';
import { copyRecord } from './record.copy.js';
import type { CommitState } from './legacy.js';
import type { Fetched, PartitionControl } from './partition.tracker.js';

/** How long a fetch waits for data (ms). It is the latency of resume and stop as well, so it is short. */
export const MAX_WAIT_MS = 250;
const FETCH_BYTES_PARTITION = 512 * 1024;
const FETCH_BYTES = 8 * 1024 * 1024;
const HEARTBEAT_MS = 1_000;
/** How long the group waits for a member to join anew (ms). */
export const REBALANCE_TIMEOUT_MS = 60_000;
const METADATA_MAX_AGE_MS = 30_000;
const START_RETRY_MS = 500;
/**
 * What kafkajs repeats by itself before it begins anew, some 2 s. Not more: it looks for a new coordinator only then,
 * and commits fail until it has one.
 */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

export interface GroupClientOptions extends KafkaContext {
  groupId: string;
  topics: readonly string[];
  sessionTimeoutMs: number;
}

/** All of kafkajs' consumer that the rest needs to hear. Called synchronously. */
export interface GroupEvents {
  /** What this member holds now, to be kept in the next generation. */
  held(): Record<string, number[]>;
  /** A generation began. `tries`: how often joining was tried for it; above one a generation may have been missed. */
  onJoined(assigned: readonly TopicPartition[], memberId: string, tries: number): void;
  onRebalancing(): void;
  /** kafkajs left the group. Unless it restarts by itself nothing more will come. */
  onCrash(error: Error, restarts: boolean): void;
  onFetched(at: TopicPartition, fetched: Fetched): void;
  /** The position was outside the log: kafkajs goes on at the beginning. */
  onOutOfRange(at: TopicPartition): void;
  /** The fetch loop did something. */
  onSign(): void;
}

/** One membership in one group over kafkajs, told as events; commands to a client that is not running do nothing. */
export class GroupClient implements PartitionControl {
  #consumer: KafkajsConsumer | null = null;
  #running = false;
  #stopped = false;
  #tries = 0;

  constructor(
    private readonly options: GroupClientOptions,
    private readonly events: GroupEvents,
  ) {}

  /** Joins; keeps trying while no broker answers. */
  async start(): Promise<void> {
    while (!this.#stopped) {
      const consumer = this.#build();
      try {
        // A new cluster has no coordinator for a while, which kafkajs takes for the end once it runs.
        await readCommitted(this.options, this.options.groupId, []);
        await consumer.connect();
        await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
        this.#consumer = consumer;
        this.#running = true;
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: true,
          partitionsConsumedConcurrently: 1,
          eachBatch: (payload) => this.#eachBatch(payload),
        });
        return;
      } catch (error) {
        this.#running = false;
        this.options.log.warn({ reason: reasonOf(error) }, 'not ready to consume yet');
        await consumer.disconnect().catch(() => undefined);
        await delay(START_RETRY_MS);
      }
    }
  }

  /** Leaves the group and disconnects, at most `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopped = true;
    this.#running = false;
    const late = new AbortController();
    const leave = this.#consumer?.disconnect().catch((error: unknown) => {
      this.options.log.warn({ reason: reasonOf(error) }, 'leaving the group failed');
    });
    await Promise.race([leave, delay(timeoutMs, late.signal)]);
    late.abort();
  }

  pause({ topic, partition }: TopicPartition): void {
    if (this.#running) this.#consumer?.pause([{ topic, partitions: [partition] }]);
  }

  resume({ topic, partition }: TopicPartition): void {
    if (this.#running) this.#consumer?.resume([{ topic, partitions: [partition] }]);
  }

  seek({ topic, partition }: TopicPartition, offset: number): void {
    if (this.#running) this.#consumer?.seek({ topic, partition, offset: String(offset) });
  }

  /** Tries to commit once, in the present generation. */
  async commit(offsets: readonly (TopicPartition & CommitState)[]): Promise<void> {
    if (!this.#running || !this.#consumer) throw new Error('not a member of the group');
    await this.#consumer.commitOffsets(
      offsets.map(({ topic, partition, offset, metadata }) => ({ topic, partition, offset: String(offset), metadata })),
    );
  }

  #build(): KafkajsConsumer {
    const { connection, log, groupId, sessionTimeoutMs } = this.options;
    const { events } = this;
    const kafka = kafkajsClient(connection, log, (topic, partition) => events.onOutOfRange({ topic, partition }));
    const consumer = kafka.consumer({
      groupId,
      partitionAssigners: [
        coPartitionAssigner({
          held: () => events.held(),
          joining: () => void this.#tries++,
          countsOf: async (topics) => (await readTopicCounts(this.options, topics)).counts,
        }),
      ],
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: Math.min(HEARTBEAT_MS, sessionTimeoutMs / 3),
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: FETCH_BYTES_PARTITION,
      maxBytes: FETCH_BYTES,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(!this.#stopped) },
    });
    this.#listen(consumer);
    return consumer;
  }

  #listen(consumer: KafkajsConsumer): void {
    const { events } = this;
    const on = consumer.events;
    consumer.on(on.GROUP_JOIN, ({ payload }) => {
      this.#running = !this.#stopped;
      const tries = this.#tries;
      this.#tries = 0;
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      events.onSign();
      if (!this.#stopped) events.onJoined(assigned, payload.memberId, tries);
    });
    consumer.on(on.REBALANCING, () => events.onRebalancing());
    consumer.on(on.CRASH, ({ payload }: ConsumerCrashEvent) => {
      this.#running = false;
      events.onSign();
      if (!this.#stopped) events.onCrash(payload.error, payload.restart);
    });
    // A batch of nothing but control records never reaches eachBatch; only this event tells that it was passed.
    consumer.on(on.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      const next = Number(payload.lastOffset) + 1;
      events.onFetched(payload, { records: [], next, highWatermark: Number(payload.highWatermark) });
    });
    for (const sign of [on.FETCH_START, on.FETCH, on.HEARTBEAT, on.CONNECT, on.REQUEST_TIMEOUT] as const) {
      consumer.on(sign, () => events.onSign());
    }
  }

  /** Must not throw (kafkajs would crash) and must not wait (one slow handler stops all partitions of a broker). */
  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    if (payload.isStale()) return;
    const { batch } = payload;
    const { topic, partition, messages } = batch;
    this.events.onFetched(
      { topic, partition },
      {
        records: messages.map((message) => copyRecord(topic, partition, message)),
        next: Number(batch.lastOffset()) + 1,
        highWatermark: Number(batch.highWatermark),
      },
    );
  }
}
