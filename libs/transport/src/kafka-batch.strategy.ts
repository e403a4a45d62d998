import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { createConsumer } from '@app/kafka';
import type { Consumer, ConsumerHealth, ConsumerOptions, PartitionHandle, RecordBatch } from '@app/kafka';

export interface KafkaBatchOptions extends Omit<ConsumerOptions, 'topics' | 'onBatch'> {
  /** How long `close` waits for what was handed out (ms). */
  drainMs: number;
  /** Makes the consumer; `createConsumer` unless a test hands in another. */
  consumer?: (options: ConsumerOptions) => Consumer;
}

/** What a handler gets beside the batch (`@Ctx()`). */
export class KafkaBatchContext extends BaseRpcContext<[PartitionHandle]> {
  /** The partition's present life: `done`, `pause`, `resume`. */
  get partition(): PartitionHandle {
    return this.args[0];
  }
}

/**
 * Our consumer as a Nest transport. `@BatchesOf(topic)` handlers get `(@Payload() batch: RecordBatch, @Ctx()
 * context: KafkaBatchContext)`; the topics read are those that have a handler. A handler only enqueues; what it throws
 * is unexpected and goes to `onFatal`.
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('kafka-batch');
  #consumer: Consumer | null = null;

  constructor(private readonly options: KafkaBatchOptions) {
    super();
  }

  /** Joins the group and calls back; keeps trying while no broker answers. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    const { consumer = createConsumer, ...options } = this.options;
    try {
      this.#consumer = consumer({
        ...options,
        topics: [...this.messageHandlers.keys()],
        onBatch: (batch, partition) => this.#handle(batch, partition),
      });
      await this.#consumer.start();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Stops reading; what was handed out may still be finished. */
  stopIntake(): void {
    this.#consumer?.stopIntake();
  }

  /** The consumer's designed end, see `Consumer.stop`. */
  async close(): Promise<void> {
    await this.#consumer?.stop({ drainMs: this.options.drainMs });
  }

  health(): ConsumerHealth {
    return this.#consumer?.health() ?? { ready: false, live: true, detail: 'not started' };
  }

  /** There are no transport events: what happens is told by the options' callbacks. */
  on(): void {
    throw new Error('this transport has no events');
  }

  unwrap(): never {
    throw new Error('the consumer is not handed out: use the strategy itself');
  }

  #handle(batch: RecordBatch, partition: PartitionHandle): void {
    const handled = this.handleEvent(
      batch.topic,
      { pattern: batch.topic, data: batch },
      new KafkaBatchContext([partition]),
    );
    handled.catch((error: unknown) => {
      this.options.onFatal(error instanceof Error ? error : new Error(String(error)));
    });
  }
}
