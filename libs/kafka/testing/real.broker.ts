import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { createConsumer } from '../src/consumer/kafka.consumer.js';
import { readCommitted } from '../src/consumer/committed.offsets.js';
import { keyOf } from '../src/consumer/partition.key.js';
import { withAdmin } from '../src/kafkajs/client.js';
import { createProducer } from '../src/producer/kafka.producer.js';
import { untilVisible } from '../src/topics/topic.admin.js';
import type { KafkaContext } from '../src/types.js';
import type { BrokerUnderTest } from './conformance/broker.port.js';
import { RecordingHooks, RecordingLog } from './recording.js';

/** A real cluster as the suites want it, with what tests of faults need beside. */
export class RealBroker implements BrokerUnderTest {
  readonly log = new RecordingLog();
  readonly hooks = new RecordingHooks();
  readonly context: KafkaContext;
  readonly #open: (() => Promise<void>)[] = [];

  constructor(
    brokers: readonly string[],
    private readonly replication = 1,
  ) {
    this.context = {
      connection: { brokers, clientId: `test-${randomUUID().slice(0, 8)}` },
      log: this.log,
      hooks: this.hooks,
    };
  }

  async createTopic(partitions: number, settings: Record<string, string> = {}): Promise<string> {
    const topic = `test-${randomUUID()}`;
    await this.makeTopic(topic, partitions, settings);
    return topic;
  }

  async makeTopic(topic: string, partitions: number, settings: Record<string, string> = {}): Promise<void> {
    const configEntries = Object.entries({ 'message.timestamp.type': 'LogAppendTime', ...settings });
    await withAdmin(this.context.connection, this.log, async (admin) => {
      await admin.createTopics({
        waitForLeaders: false,
        topics: [
          {
            topic,
            numPartitions: partitions,
            replicationFactor: this.replication,
            configEntries: configEntries.map(([name, value]) => ({ name, value })),
          },
        ],
      });
      await untilVisible(admin, [topic]);
    });
  }

  async deleteTopic(topic: string): Promise<void> {
    if (!topic.includes('test')) throw new Error(`${topic} is no topic of a test`);
    await withAdmin(this.context.connection, this.log, (admin) => admin.deleteTopics({ topics: [topic] }));
  }

  producer: BrokerUnderTest['producer'] = (options) => {
    const producer = createProducer({ ...this.context, ...options });
    this.#open.push(() => producer.close());
    return producer;
  };

  consumer: BrokerUnderTest['consumer'] = (options) => {
    const consumer = createConsumer({
      ...this.context,
      graceMs: 20,
      onQuarantine: () => Promise.resolve(),
      onFatal: (error) => {
        throw error;
      },
      ...options,
    });
    this.#open.push(() => consumer.stop({ drainMs: 0 }));
    return consumer;
  };

  /** Ends everything made here that a failed test may have left running. */
  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((end) => end()));
  }

  async committed(groupId: string, topic: string, partitions: number): Promise<(number | null)[]> {
    const commits = await readCommitted(this.context, groupId, [topic]);
    return Array.from(
      { length: partitions },
      (_, partition) => commits.get(keyOf({ topic, partition }))?.offset ?? null,
    );
  }

  /** kafkajs without our wrapping, for what foreign producers do. */
  foreign(): Kafka {
    return new Kafka({
      brokers: [...this.context.connection.brokers],
      logLevel: logLevel.NOTHING,
    });
  }
}
