import kafkajs, { type Admin } from 'kafkajs';
import { withAdmin } from '../kafkajs/client.js';
import { delay } from '../timers.js';
import type { KafkaConnection, KafkaLog } from '../types.js';
import type { TopicDeclaration } from './topic.declaration.js';
import { driftOf, type TopicDrift, type TopicState } from './topic.drift.js';

/** kafkajs is CommonJS: Node finds this name only on the default export. */
const TOPIC_RESOURCE = kafkajs.ConfigResourceTypes.TOPIC;

/** How long a new topic may take to be known and led (ms), and how often that is asked. */
const VISIBLE_MS = 20_000;
const VISIBLE_LOOK_MS = 100;

/** What `applyTopics` did, or would do. */
export interface TopicChange {
  readonly topic: string;
  readonly change: 'create' | 'add partitions' | 'set';
  readonly sentence: string;
}

/** Reads the declared topics' present state and compares. Rejects when no broker answers. */
export const checkTopics = (
  connection: KafkaConnection,
  log: KafkaLog,
  declared: readonly TopicDeclaration[],
): Promise<TopicDrift[]> =>
  withAdmin(connection, log, async (admin) => driftOf(declared, await readStates(admin, declared)));

/**
 * Creates what is missing, adds partitions where fewer are there (never to `events`: its keys would move), sets what
 * differs. `dryRun` only tells. Replication is left alone: moving replicas is an operator's work.
 */
export const applyTopics = (
  connection: KafkaConnection,
  log: KafkaLog,
  declared: readonly TopicDeclaration[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<TopicChange[]> =>
  withAdmin(connection, log, async (admin) => {
    const byName = new Map(declared.map((topic) => [topic.name, topic]));
    const drifts = driftOf(declared, await readStates(admin, declared));
    const missing = drifts.filter(({ what }) => what === 'missing').flatMap(({ topic }) => byName.get(topic) ?? []);
    const larger = drifts.filter((drift) => drift.what === 'partitions' && mayGrow(drift));
    const unset = new Set(drifts.filter(({ what }) => what === 'setting').map(({ topic }) => topic));
    const settings = [...unset].flatMap((topic) => byName.get(topic) ?? []);
    if (!dryRun) {
      if (missing.length > 0) await createTopics(admin, missing);
      const growing = larger.flatMap(({ topic }) => byName.get(topic) ?? []);
      if (growing.length > 0) {
        await admin.createPartitions({
          topicPartitions: growing.map(({ name, partitions }) => ({ topic: name, count: partitions })),
        });
      }
      if (settings.length > 0) await admin.alterConfigs({ validateOnly: false, resources: settings.map(resourceOf) });
    }
    return [
      ...missing.map(({ name, partitions, replication }): TopicChange => {
        const sentence = `create ${name}, ${partitions} partitions, replication ${replication}`;
        return { topic: name, change: 'create', sentence };
      }),
      ...larger.map(({ topic, sentence }): TopicChange => ({ topic, change: 'add partitions', sentence })),
      ...drifts
        .filter(({ what }) => what === 'setting')
        .map(({ topic, sentence }): TopicChange => ({ topic, change: 'set', sentence })),
    ];
  });

const mayGrow = (drift: TopicDrift): boolean =>
  drift.what === 'partitions' && drift.is < drift.shouldBe && drift.topic !== 'events';

async function createTopics(admin: Admin, topics: readonly TopicDeclaration[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: false,
    topics: topics.map(({ name, partitions, replication, settings }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
    })),
  });
  await untilVisible(
    admin,
    topics.map(({ name }) => name),
  );
}

/** kafkajs' own wait gives up at the first broker that has not heard of a topic yet. */
export async function untilVisible(admin: Admin, topics: readonly string[]): Promise<void> {
  const deadline = performance.now() + VISIBLE_MS;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics: [...topics] });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(VISIBLE_LOOK_MS);
    }
  }
}

/** AlterConfigs replaces all of a topic's settings: a declaration is complete, so that is what is wanted. */
const resourceOf = ({ name, settings }: TopicDeclaration) => ({
  type: TOPIC_RESOURCE,
  name,
  configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
});

async function readStates(admin: Admin, declared: readonly TopicDeclaration[]): Promise<TopicState[]> {
  const existing = new Set(await admin.listTopics());
  const names = declared.map(({ name }) => name).filter((name) => existing.has(name));
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: declared
      .filter(({ name }) => existing.has(name))
      .map(({ name, settings }) => ({
        type: TOPIC_RESOURCE,
        name,
        configNames: Object.keys(settings),
      })),
  });
  const settings = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    replication: partitions[0]?.replicas.length ?? 0,
    settings: settings.get(name) ?? {},
  }));
}
