export * from './types.js';
export * from './producer/producer.port.js';
export { ProduceError, type ProduceErrorCode } from './producer/produce.error.js';
export * from './consumer/consumer.port.js';
export type { BrokerClock } from './clock/broker.clock.js';
export { createProducer } from './producer/kafka.producer.js';
export { readOffsets, type GroupTopics, type PartitionOffsets, type TopicOffsets } from './admin/offset.reader.js';
export { TopicBounds, type Bounds } from './admin/topic.bounds.js';
export { kafkaHooks } from './kafka.metrics.js';
export { createConsumer } from './consumer/kafka.consumer.js';
export {
  TOPICS,
  deadLetterTopic,
  delayOfTopic,
  deliveriesTopic,
  deliveryGroup,
  retryTopic,
} from './topics/topic.names.js';
export { DelayQueue, type DelayQueueOptions } from './delay/delay.queue.js';
export { keepClock } from './clock/clock.keeper.js';
export {
  EVENTS_RETENTION_MS,
  declareTopics,
  type TopicDeclaration,
  type TopicPlanOptions,
} from './topics/topic.declaration.js';
export { type TopicDrift, type TopicState } from './topics/topic.drift.js';
export { requireTopics } from './topics/required.topics.js';
export { applyTopics, checkTopics, type TopicChange } from './topics/topic.admin.js';
export { RecordQueue, type PartitionSlice, type SliceLimits } from './consumer/record.queue.js';
export { progressOf, type Lot, type ReadItem } from './consumer/record.slices.js';
export { LotLoop } from './consumer/lot.loop.js';
export { listRetryTopics } from './topics/retry.topics.js';
