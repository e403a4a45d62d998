import type { Consumer, ConsumerOptions } from '../../src/consumer/consumer.port.js';
import type { Producer, ProducerOptions } from '../../src/producer/producer.port.js';

/** What both the real cluster and the one in memory offer to the suites. */
export interface BrokerUnderTest {
  /** Makes a topic with LogAppendTime under a name of its own; resolves to the name. */
  createTopic(partitions: number): Promise<string>;
  producer(options: Partial<ProducerOptions> & Pick<ProducerOptions, 'topics'>): Producer;
  consumer(options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'groupId' | 'topics' | 'onBatch'>): Consumer;
  /** What is committed for each partition. */
  committed(groupId: string, topic: string, partitions: number): Promise<(number | null)[]>;
}
