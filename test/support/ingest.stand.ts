import { randomUUID } from 'node:crypto';
import { bucketOf, eventId, eventRecord, spaceId } from '@app/contracts';
import { randomTopic, testKafka } from '@app/embedded/testing';
import { hashKey, mintKey } from '@app/identity';
import type { ConsumedRecord } from '@app/kafka';
import { applyTopics, createConsumer } from '@app/kafka';
import { until } from '@app/kafka/testing';
import { silentLogger } from '@app/observability/testing';
import { ensureBuckets, insertInbox, insertPayloads } from '@app/persistence';
import { migratedDatabase } from '@app/persistence/testing';
import { testContext } from '@app/service/testing';
import { startIngest } from '../../apps/ingest/src/ingest.js';

/** What a test may want other than usual. */
export interface StandOptions {
  readonly rates?: { token: number; secret: number };
  readonly trustedProxies?: string[];
}

const settingsOf = (brokers: readonly string[], databaseUrl: string, over: StandOptions) => ({
  process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'silent' as const },
  http: { port: 0, trustedProxies: over.trustedProxies ?? [] },
  kafka: {
    brokers: [...brokers],
    tls: false,
    tlsCa: null,
    tlsCert: null,
    tlsKey: null,
    saslMechanism: null,
    saslUsername: null,
    saslPassword: null,
  },
  database: { url: databaseUrl, pool: 3 },
  rates: over.rates ?? { token: 0, secret: 0 },
  visitors: { countryHeader: 'x-country' },
});

/** Ingest in this process, over a real broker and a real database, with topics, a space and keys of its own. */
export async function ingestStand(over: StandOptions = {}) {
  const space = spaceId.parse(randomUUID());
  const keys = { secret: mintKey('sec'), ingest_token: mintKey('ing') };
  const topics = { events: randomTopic('events'), clicks: randomTopic('clicks'), rejected: randomTopic('rejected') };
  const records = new Map<string, ConsumedRecord[]>(Object.values(topics).map((topic) => [topic, []]));
  const log = silentLogger();
  const [{ brokers }, db] = await Promise.all([testKafka(), migratedDatabase()]);
  const connection = { brokers, clientId: 'test' };
  const settings = { 'message.timestamp.type': 'LogAppendTime' };
  const declared = Object.values(topics).map((name) => ({
    name,
    partitions: 3,
    replication: 1,
    settings,
    delayMs: null,
  }));
  await applyTopics(connection, log, declared);

  const addKey = async (text: string, kind: keyof typeof keys): Promise<void> => {
    await db.database.query({
      text: `with next as (update config_state set revision = revision + 1 returning revision)
             insert into api_keys (id, space_id, kind, hash, hint, revision)
             select $1, $2, $3, decode($4, 'hex'), 'test', revision from next`,
      values: [randomUUID(), space, kind, hashKey(text)],
    });
  };
  const revokeKey = async (text: string): Promise<void> => {
    await db.database.query({
      text: `with next as (update config_state set revision = revision + 1 returning revision)
             update api_keys set revoked_at = now(), revision = next.revision from next where hash = decode($1, 'hex')`,
      values: [hashKey(text)],
    });
  };
  await db.database.query({ text: "insert into spaces (id, name, revision) values ($1, 'test', 1)", values: [space] });
  await addKey(keys.secret, 'secret');
  await addKey(keys.ingest_token, 'ingest_token');

  const { context, urls, end } = testContext(settingsOf(brokers, db.url, over));
  /** Makes a link of this space. */
  const addLink = async (slug: string, landing: string, enabled = true): Promise<void> => {
    await db.database.query({
      text: `with next as (update config_state set revision = revision + 1 returning revision)
             insert into links (id, space_id, slug, name, landing, enabled, revision)
             select $1, $2, $3, $3, $4, $5, revision from next`,
      values: [randomUUID(), space, slug, landing, enabled],
    });
  };
  await startIngest(context, topics);
  const consumer = createConsumer({
    connection,
    log,
    hooks: { count: () => undefined, gauge: () => undefined },
    groupId: randomTopic('group'),
    topics: Object.values(topics),
    onBatch: (batch, partition) => {
      records.get(batch.topic)?.push(...batch.records);
      for (const { offset } of batch.records) partition.done(offset);
    },
    onQuarantine: () => Promise.resolve(),
    onFatal: (error) => {
      throw error;
    },
  });
  await consumer.start();
  await until('the door is ready', () => context.health.readiness().ok);

  /** The record of a topic that fits, once it is there. */
  const recordOf = async (topic: string, fits: (record: ConsumedRecord) => boolean): Promise<ConsumedRecord> => {
    let found: ConsumedRecord | undefined;
    await until('the record is in the topic', () => (found = records.get(topic)?.find(fits)) !== undefined);
    if (!found) throw new Error('unreachable');
    return found;
  };

  /** Puts a record where fanout would: into the inbox and the payloads of its day. */
  const store = async (record: ConsumedRecord): Promise<void> => {
    const value = eventRecord.parse(JSON.parse(record.value?.toString() ?? ''));
    const bucket = bucketOf(record.timestamp);
    const row = {
      inboxId: eventId.parse(record.key?.toString()),
      bucket,
      spaceId: space,
      canonical: value.event,
      uid: null,
      eid: null,
      tgId: null,
      value: null,
      currency: null,
      occurredAtMs: value.occurred_at_ms ?? 0,
      acceptedAtMs: record.timestamp,
      door: 'http',
      partition: record.partition,
      offset: record.offset,
      payload: record.value ?? Buffer.alloc(0),
    };
    await ensureBuckets(db.database, [bucket]);
    await insertInbox(db.database, [row], 1);
    await insertPayloads(db.database, [row]);
  };

  return {
    url: urls.http ?? '',
    space,
    keys,
    topics,
    records,
    database: db.database,
    addKey,
    addLink,
    revokeKey,
    recordOf,
    store,
    stop: async (): Promise<void> => {
      await consumer.stop({ drainMs: 0 });
      await end();
      await db.drop();
    },
  };
}
