import { BrokerClock } from '../clock/broker.clock.js';
import { reasonOf } from '../kafkajs/failure.js';
import { partitionOf } from '../partition/murmur2.js';
import { delay } from '../timers.js';
import type { Appended, OutgoingRecord } from '../types.js';
import { ProduceError } from './produce.error.js';
import { ProducerLink } from './producer.link.js';
import type { Producer, ProducerOptions } from './producer.port.js';
import { readTopicCounts } from './topic.counts.js';
import { TopicLane } from './topic.lane.js';
import { prepare } from './waiting.record.js';

const DEADLINE_MS = 30_000;
const MAX_QUEUE_BYTES = 32 * 1024 * 1024;
const MAX_QUEUE_RECORDS = 50_000;
/** Between two tries to reach a cluster that does not answer (ms). */
const START_RETRY_MS = 500;
/** How long a topic may be missing at the start before it counts (ms): a new one is not known everywhere at once. */
const MISSING_MS = 2_000;
/** Topics are not looked up more often than this (ms), however many sends fail. */
const DOUBT_MS = 1_000;
/** How often queue gauges are reported (ms). */
const GAUGE_MS = 1_000;

/** The producer over kafkajs. See `Producer` for what it promises. */
class KafkaProducer implements Producer {
  readonly clock = new BrokerClock();
  readonly #counts = new Map<string, number>();
  readonly #lanes = new Map<string, TopicLane>();
  /** Topics that went missing have a client of their own: kafkajs refuses all topics of a client one of which is gone. */
  readonly #apart = new Map<string, ProducerLink>();
  readonly #shared: ProducerLink;
  #started = false;
  #closed = false;
  #doubting = false;
  #gauges: NodeJS.Timeout | null = null;

  constructor(private readonly options: ProducerOptions) {
    this.#shared = new ProducerLink(options);
    for (const topic of options.topics) this.#lanes.set(topic, this.#lane(topic));
  }

  async start(): Promise<void> {
    const { topics, log } = this.options;
    const missingUntil = performance.now() + MISSING_MS;
    while (!this.#closed && !this.#started) {
      try {
        const { counts, missing } = await readTopicCounts(this.options, topics);
        const [first] = missing;
        if (first !== undefined) {
          const error = new ProduceError('unknown_topic', first, `no such topic: ${missing.join(', ')}`);
          throw performance.now() < missingUntil ? new Error(error.message) : error;
        }
        for (const [topic, count] of counts) this.#counts.set(topic, count);
        await this.#shared.connect();
        this.#started = !this.#closed;
      } catch (error) {
        if (error instanceof ProduceError) throw error;
        log.warn({ reason: reasonOf(error) }, 'not ready to produce yet');
        await delay(START_RETRY_MS);
      }
    }
    if (this.#closed) throw new ProduceError('closed', '', 'the producer was closed');
    this.#gauges = setInterval(() => this.#report(), GAUGE_MS).unref();
  }

  async send(record: OutgoingRecord): Promise<Appended> {
    const result = await this.#submit(record);
    if (result instanceof ProduceError) throw result;
    return result;
  }

  sendMany(records: readonly OutgoingRecord[]): Promise<(Appended | ProduceError)[]> {
    return Promise.all(records.map((record) => this.#submit(record)));
  }

  partitions(topic: string): number {
    const count = this.#counts.get(topic);
    if (count === undefined) throw new Error(`this producer does not know the topic ${topic}`);
    return count;
  }

  partitionFor(topic: string, key: string | Buffer): number {
    return partitionOf(key, this.partitions(topic));
  }

  async flush(deadlineMs: number): Promise<void> {
    const drained = Promise.all([...this.#lanes.values()].map((lane) => lane.drained()));
    const late = new AbortController();
    await Promise.race([drained, delay(deadlineMs, late.signal)]);
    late.abort();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#gauges) clearInterval(this.#gauges);
    for (const lane of this.#lanes.values()) lane.close();
    await Promise.all([this.#shared, ...this.#apart.values()].map((link) => link.close()));
  }

  healthy(): boolean {
    return this.#started && !this.#closed && this.#shared.failures === 0;
  }

  #submit(record: OutgoingRecord): Promise<Appended | ProduceError> {
    const { topic } = record;
    const lane = this.#lanes.get(topic);
    const count = this.#counts.get(topic);
    const refused = (code: 'closed' | 'invalid' | 'unavailable', reason: string): Promise<ProduceError> =>
      Promise.resolve(new ProduceError(code, topic, reason));
    if (this.#closed) return refused('closed', 'the producer is closed');
    if (!lane) return refused('invalid', `${topic} is not among this producer's topics`);
    if (count === undefined) return refused('unavailable', 'the producer has not reached Kafka yet');
    const prepared = prepare(record, count, partitionOf);
    if (prepared instanceof ProduceError) return Promise.resolve(prepared);
    const deadlineAt = performance.now() + (record.deadlineMs ?? this.options.deadlineMs ?? DEADLINE_MS);
    return new Promise((answer) => lane.add({ ...prepared, deadlineAt, attempts: 0, settled: false, answer }));
  }

  #lane(topic: string): TopicLane {
    const { maxQueueBytes = MAX_QUEUE_BYTES, maxQueueRecords = MAX_QUEUE_RECORDS } = this.options;
    return new TopicLane({
      ...this.options,
      topic,
      maxQueueBytes,
      maxQueueRecords,
      link: () => this.#apart.get(topic) ?? this.#shared,
      onDoubt: () => this.#doubt(),
      onAppended: (appendedAt) => this.clock.sample(appendedAt),
    });
  }

  /** Looks up which topics are there; gives those that are not a client of their own and the others a clean one. */
  #doubt(): void {
    if (this.#doubting) return;
    this.#doubting = true;
    void this.#lookUp().finally(() => (this.#doubting = false));
  }

  async #lookUp(): Promise<void> {
    try {
      const { counts, missing } = await readTopicCounts(this.options, this.options.topics);
      for (const [topic, count] of counts) this.#counts.set(topic, count);
      const gone = missing.filter((topic) => !this.#apart.has(topic));
      for (const topic of gone) this.#apart.set(topic, new ProducerLink(this.options));
      if (gone.length > 0) this.#shared.rebuild(`topics are missing: ${gone.join(', ')}`);
    } catch (error) {
      this.options.log.debug({ reason: reasonOf(error) }, 'topics could not be looked up');
    }
    await delay(DOUBT_MS);
  }

  #report(): void {
    let bytes = 0;
    let records = 0;
    for (const { load } of this.#lanes.values()) {
      bytes += load.bytes;
      records += load.records;
    }
    this.options.hooks.gauge('producer_queue_bytes', bytes, {});
    this.options.hooks.gauge('producer_queue_records', records, {});
  }
}

/** A producer for the topics named; call `start` before the first record. */
export const createProducer = (options: ProducerOptions): Producer => new KafkaProducer(options);
