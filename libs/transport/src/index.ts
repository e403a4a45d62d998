export { KafkaBatchContext, KafkaBatchStrategy, type KafkaBatchOptions } from './kafka-batch.strategy.js';
export { BatchesOf } from './batches-of.js';
// Nest's words for the parameters of a handler; its package belongs to this library.
export { Ctx, Payload } from '@nestjs/microservices';
