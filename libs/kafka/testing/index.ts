export { MemoryBroker, type MemoryCommit } from './memory.broker.js';
export { FakeProducer } from './fake.producer.js';
export { FakeConsumer } from './fake.consumer.js';
export { RecordingHooks, RecordingLog } from './recording.js';
export { until } from './wait.js';
export type { BrokerUnderTest } from './conformance/broker.port.js';
