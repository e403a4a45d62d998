import { withAdmin } from '../kafkajs/client.js';
import type { KafkaConnection, KafkaLog } from '../types.js';

/** A group, and the topics it reads. */
export interface GroupTopics {
  groupId: string;
  topics: readonly string[];
}

/** Offsets of a topic's partitions, by index. */
export type PartitionOffsets = readonly number[];

/** Where topics begin, end, and how far a group has finished them. */
export interface TopicOffsets {
  begins: PartitionOffsets;
  ends: PartitionOffsets;
  /** `null`: never committed, or the commit has expired. */
  committed: readonly (number | null)[];
}

/**
 * Reads commits and then the bounds of the topics the groups read, over one connection of its own. In this order, so
 * that `committed` is never ahead of an end read beside it. Rejects when no broker answers or a topic does not exist.
 */
export async function readOffsets(
  connection: KafkaConnection,
  log: KafkaLog,
  groups: readonly GroupTopics[],
): Promise<Map<string, TopicOffsets>> {
  return withAdmin(connection, log, async (admin) => {
    const found = new Map<string, TopicOffsets>();
    for (const { groupId, topics } of groups) {
      const commits = await admin.fetchOffsets({ groupId, topics: [...topics] });
      for (const { topic, partitions } of commits) {
        const committed: (number | null)[] = [];
        for (const { partition, offset } of partitions)
          committed[partition] = Number(offset) < 0 ? null : Number(offset);
        const begins: number[] = [];
        const ends: number[] = [];
        for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
          begins[partition] = Number(low);
          ends[partition] = Number(high);
        }
        found.set(topic, { begins, ends, committed: ends.map((_, partition) => committed[partition] ?? null) });
      }
    }
    return found;
  });
}
