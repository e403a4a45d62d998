import { randomUUID } from 'node:crypto';
import type { BrokerUnderTest } from './conformance/broker.port.js';
import { consumerConformance } from './conformance/consumer.conformance.js';
import { producerConformance } from './conformance/producer.conformance.js';
import { FakeConsumer } from './fake.consumer.js';
import { FakeProducer } from './fake.producer.js';
import { MemoryBroker } from './memory.broker.js';
import { RecordingHooks, RecordingLog } from './recording.js';

function open(): Promise<BrokerUnderTest> {
  const broker = new MemoryBroker();
  const context = {
    connection: { brokers: [], clientId: 'memory' },
    log: new RecordingLog(),
    hooks: new RecordingHooks(),
  };
  return Promise.resolve({
    createTopic: (partitions) => {
      const topic = `t-${randomUUID()}`;
      broker.createTopic(topic, partitions);
      return Promise.resolve(topic);
    },
    producer: (options) => new FakeProducer(broker, options),
    consumer: (options) =>
      new FakeConsumer(broker, {
        ...context,
        onQuarantine: () => Promise.resolve(),
        onFatal: (error) => {
          throw error;
        },
        ...options,
      }),
    committed: (groupId, topic, partitions) =>
      Promise.resolve(
        Array.from({ length: partitions }, (_, partition) => {
          return broker.committed(groupId, { topic, partition })?.offset ?? null;
        }),
      ),
  });
}

producerConformance('in memory', open);
consumerConformance('in memory', open);
