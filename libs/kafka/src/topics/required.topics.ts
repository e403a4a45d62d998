import { KINDS } from '@app/contracts';
import { reasonOf } from '../kafkajs/failure.js';
import { delay } from '../timers.js';
import type { KafkaConnection, KafkaLog } from '../types.js';
import { checkTopics } from './topic.admin.js';
import { declareTopics } from './topic.declaration.js';
import type { TopicDrift } from './topic.drift.js';
import { delayOfTopic } from './topic.names.js';

const ASK_AGAIN_MS = 1_000;

/** How many partitions and replicas there are is a deployment's decision: no two values are right. */
const isDecidedElsewhere = (drift: TopicDrift): boolean =>
  drift.what === 'replication' ||
  (drift.what === 'partitions' && !drift.fatal) ||
  (drift.what === 'setting' && drift.setting === 'min.insync.replicas');

/**
 * The start-up check: waits until a broker answers, and makes sure that the topics a process lives by are there and run
 * on the broker's clock. Rejects, naming all that is wrong, when the product could not work with them; what merely
 * differs from the declaration is logged.
 */
export async function requireTopics(
  connection: KafkaConnection,
  log: KafkaLog,
  topics: readonly string[],
): Promise<void> {
  const declared = declareTopics({
    kinds: KINDS,
    retryDelaysMs: topics.flatMap((topic) => delayOfTopic(topic) ?? []),
    partitions: { events: 1, deliveries: 1, outcomes: 1 },
    replication: 1,
    minInSync: 1,
  }).filter(({ name }) => topics.includes(name));
  const drifts = await untilAnswered(log, () => checkTopics(connection, log, declared));
  const { fatal = [], other = [] } = Object.groupBy(
    drifts.filter((drift) => !isDecidedElsewhere(drift)),
    (drift) => (drift.fatal ? 'fatal' : 'other'),
  );
  for (const { topic, sentence } of other) log.warn({ topic }, sentence);
  if (fatal.length === 0) return;
  const sentences = fatal.map(({ sentence }) => sentence).join('; ');
  throw new Error(`${sentences}: bring the topics up to their declaration first`);
}

async function untilAnswered<T>(log: KafkaLog, ask: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (failures === 0) log.warn({ reason: reasonOf(error) }, 'no broker answers yet: waiting to check the topics');
      await delay(ASK_AGAIN_MS);
    }
  }
}
