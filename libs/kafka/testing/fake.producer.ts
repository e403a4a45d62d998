import { BrokerClock } from '../src/clock/broker.clock.js';
import { partitionOf } from '../src/partition/murmur2.js';
import { ProduceError, type ProduceErrorCode } from '../src/producer/produce.error.js';
import type { Producer, ProducerOptions } from '../src/producer/producer.port.js';
import { prepare } from '../src/producer/waiting.record.js';
import type { Appended, OutgoingRecord } from '../src/types.js';
import type { MemoryBroker } from './memory.broker.js';

const MAX_RECORD_BYTES = 1_048_576;
const MAX_QUEUE_BYTES = 32 * 1024 * 1024;
const MAX_QUEUE_RECORDS = 50_000;

/** A producer onto a `MemoryBroker`. Answers a turn later, as the real one does; refuses and waits on request. */
export class FakeProducer implements Producer {
  readonly clock = new BrokerClock();
  #started = false;
  #closed = false;
  #refusal: { code: ProduceErrorCode; topic: string | null } | null = null;
  #gate: Promise<void> = Promise.resolve();
  readonly #held = new Map<string, { bytes: number; records: number }>();
  readonly #open = new Set<Promise<unknown>>();

  constructor(
    private readonly broker: MemoryBroker,
    private readonly options: Pick<ProducerOptions, 'topics' | 'maxQueueBytes' | 'maxQueueRecords'>,
  ) {}

  /** From now on every record (of one topic, if named) fails with `code`; `null` ends it. */
  refuse(code: ProduceErrorCode | null, topic: string | null = null): void {
    this.#refusal = code === null ? null : { code, topic };
  }

  /** From now on nothing is stored or answered until the function returned is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.#gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  start(): Promise<void> {
    const missing = this.options.topics.find((topic) => this.broker.partitions(topic) === null);
    if (missing !== undefined) return Promise.reject(new ProduceError('unknown_topic', missing, `no topic ${missing}`));
    this.#started = true;
    return Promise.resolve();
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
    const count = this.#started && this.options.topics.includes(topic) ? this.broker.partitions(topic) : null;
    if (count === null) throw new Error(`this producer does not know the topic ${topic}`);
    return count;
  }

  partitionFor(topic: string, key: string | Buffer): number {
    return partitionOf(key, this.partitions(topic));
  }

  async flush(): Promise<void> {
    await Promise.all(this.#open);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  healthy(): boolean {
    return this.#started && !this.#closed && this.#refusal?.code !== 'unavailable';
  }

  #submit(record: OutgoingRecord): Promise<Appended | ProduceError> {
    const done = this.#store(record);
    this.#open.add(done);
    return done.finally(() => this.#open.delete(done));
  }

  async #store(record: OutgoingRecord): Promise<Appended | ProduceError> {
    const { topic } = record;
    const fail = (code: ProduceErrorCode): ProduceError => new ProduceError(code, topic, `${topic}: ${code}`);
    if (this.#closed) return fail('closed');
    if (!this.options.topics.includes(topic)) return fail('invalid');
    if (!this.#started) return fail('unavailable');
    const prepared = prepare(record, this.partitions(topic), partitionOf);
    if (prepared instanceof ProduceError) return prepared;
    const { bytes, partition } = prepared;
    const held = this.#held.get(topic) ?? { bytes: 0, records: 0 };
    this.#held.set(topic, held);
    const { maxQueueBytes = MAX_QUEUE_BYTES, maxQueueRecords = MAX_QUEUE_RECORDS } = this.options;
    if (held.bytes + bytes > maxQueueBytes || held.records >= maxQueueRecords) return fail('queue_full');
    held.bytes += bytes;
    held.records++;
    await this.#gate;
    held.bytes -= bytes;
    held.records--;
    if (this.#closed) return fail('closed');
    if (this.#refusal && (this.#refusal.topic ?? topic) === topic) return fail(this.#refusal.code);
    if (bytes > MAX_RECORD_BYTES) return fail('too_large');
    const appended = this.broker.append({ ...record, partition });
    this.clock.sample(appended.appendedAt);
    return appended;
  }
}
