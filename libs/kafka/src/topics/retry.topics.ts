import type { Kind } from '@app/contracts';
import { withAdmin } from '../kafkajs/client.js';
import type { KafkaConnection, KafkaLog } from '../types.js';
import { delayOfTopic, deliveriesTopic } from './topic.names.js';

/**
 * Delay topics of a kind that exist in the cluster, those of delays no longer in use included: they are read until
 * empty. Rejects when no broker answers.
 */
export const listRetryTopics = (connection: KafkaConnection, log: KafkaLog, kind: Kind): Promise<string[]> =>
  withAdmin(connection, log, async (admin) => {
    const topics = await admin.listTopics();
    return topics.filter(
      (topic) => topic.startsWith(`${deliveriesTopic(kind)}.retry.`) && delayOfTopic(topic) !== null,
    );
  });
