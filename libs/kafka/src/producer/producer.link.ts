import type { Producer as KafkajsProducer } from 'kafkajs';
import { kafkajsClient } from '../kafkajs/client.js';
import { reasonOf } from '../kafkajs/failure.js';
import { noteAnswers, type SendOutcome } from '../kafkajs/produce-response.repair.js';
import type { KafkaContext } from '../types.js';
import type { Cargo } from './coverage.check.js';

/** How long the leader waits for the replicas (ms): below the request's own timeout, so the broker answers first. */
const REPLICAS_TIMEOUT_MS = 8_000;
/** How old the client's picture of leaders may grow (ms). */
const METADATA_MAX_AGE_MS = 30_000;
/** So many failures in a row, over at least so long, and the client is thought to be poisoned. */
const POISONED_FAILURES = 8;
const POISONED_MS = 5_000;

/**
 * One kafkajs producer and its connections. Tries a send once: kafkajs' own repetition shares its book of answers
 * between tries, which is how it loses records; repeating is the lanes' work.
 */
export class ProducerLink {
  #producer: KafkajsProducer | null = null;
  #connecting: Promise<KafkajsProducer> | null = null;
  #failures = 0;
  #builtAt = 0;
  #closed = false;

  constructor(private readonly context: KafkaContext) {}

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** Sends once, with all replicas' acknowledgement. Never rejects. */
  async send(topic: string, cargos: readonly Cargo[]): Promise<SendOutcome> {
    const outcome = await noteAnswers(async () => {
      const producer = await this.connect();
      await producer.sendBatch({
        acks: -1,
        timeout: REPLICAS_TIMEOUT_MS,
        topicMessages: [
          {
            topic,
            messages: cargos.flatMap(({ queue, records }) =>
              records.map(({ message }) => ({ ...message, partition: queue.partition })),
            ),
          },
        ],
      });
    });
    if (outcome.fault === null) this.#failures = 0;
    else this.#failed(outcome.fault.cause);
    return outcome;
  }

  /** The connected client, built if there is none. */
  async connect(): Promise<KafkajsProducer> {
    if (this.#closed) throw new Error('the producer is closed');
    if (this.#producer) return this.#producer;
    this.#connecting ??= this.#build().finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  /** Throws the client away; the next send builds a new one. What is on the wire still gets its answer. */
  rebuild(cause: unknown): void {
    const old = this.#producer;
    this.#producer = null;
    this.#failures = 0;
    if (!old) return;
    this.context.log.warn({ cause: reasonOf(cause) }, 'building the Kafka producer anew');
    this.context.hooks.count('producer_rebuilt', {});
    void old.disconnect().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const old = this.#producer ?? (await this.#connecting?.catch(() => null)) ?? null;
    this.#producer = null;
    await old?.disconnect().catch(() => undefined);
  }

  #failed(cause: unknown): void {
    this.#failures++;
    if (this.#failures >= POISONED_FAILURES && performance.now() - this.#builtAt > POISONED_MS) this.rebuild(cause);
  }

  async #build(): Promise<KafkajsProducer> {
    const producer = kafkajsClient(this.context.connection, this.context.log).producer({
      allowAutoTopicCreation: false,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      retry: { retries: 0 },
      // Partitions are always explicit: this only hands them on, in a five-hundredth of the default's time.
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    this.#builtAt = performance.now();
    this.#producer = producer;
    return producer;
  }
}
