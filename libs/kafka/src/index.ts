export * from './types.js';
export * from './producer/producer.port.js';
export { ProduceError, type ProduceErrorCode } from './producer/produce.error.js';
export * from './consumer/consumer.port.js';
export { BrokerClock } from './clock/broker.clock.js';
export { createProducer } from './producer/kafka.producer.js';
export { murmur2, partitionOf } from './partition/murmur2.js';
