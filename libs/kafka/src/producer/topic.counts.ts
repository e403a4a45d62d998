import { withAdmin } from '../kafkajs/client.js';
import { failureOf } from '../kafkajs/failure.js';
import type { KafkaContext } from '../types.js';

/** Partition counts of the topics that exist; those that do not are named apart. Rejects when no broker answers. */
export async function readTopicCounts(
  context: KafkaContext,
  topics: readonly string[],
): Promise<{ counts: Map<string, number>; missing: string[] }> {
  return withAdmin(context.connection, context.log, async (admin) => {
    const counts = new Map<string, number>();
    const missing: string[] = [];
    // One by one: a request for several fails as a whole, without saying which of them is missing.
    for (const topic of topics) {
      try {
        const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
        for (const { name, partitions } of metadata.topics) counts.set(name, partitions.length);
      } catch (error) {
        if (failureOf(error) !== 'unknown_topic') throw error;
        missing.push(topic);
      }
    }
    return { counts, missing };
  });
}
