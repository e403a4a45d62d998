import { EventPattern } from '@nestjs/microservices';

/**
 * Marks the handler of a topic for `KafkaBatchStrategy`; it gets `(@Payload() batch: RecordBatch, @Ctx() context:
 * KafkaBatchContext)` and only enqueues.
 */
export const BatchesOf = (topic: string): MethodDecorator => EventPattern<unknown>(topic);
