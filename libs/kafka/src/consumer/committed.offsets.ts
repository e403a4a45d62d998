import { withAdmin } from '../kafkajs/client.js';
import type { KafkaContext } from '../types.js';
import { keyOf } from './partition.key.js';

/** What Kafka holds for a partition of a group. */
export interface Committed {
  /** `null`: nothing was ever committed, or kafkajs put a special value there. */
  readonly offset: number | null;
  readonly metadata: string | null;
}

/** Reads a group's commits for all partitions of the topics. Rejects when no broker answers. */
export async function readCommitted(
  context: KafkaContext,
  groupId: string,
  topics: readonly string[],
): Promise<Map<string, Committed>> {
  const answer = await withAdmin(context.connection, context.log, (admin) =>
    admin.fetchOffsets({ groupId, topics: [...topics] }),
  );
  return new Map(
    answer.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset, metadata }) => {
        const value = Number(offset);
        return [keyOf({ topic, partition }), { offset: value >= 0 ? value : null, metadata }] as const;
      }),
    ),
  );
}

/** Lowest offset still in each partition of a topic. */
export async function readLowOffsets(context: KafkaContext, topic: string): Promise<Map<number, number>> {
  const offsets = await withAdmin(context.connection, context.log, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, low }) => [partition, Number(low)]));
}
