import { EVENTS_RETENTION_MS, ProduceError, TOPICS, TopicBounds, createProducer, kafkaHooks } from '@app/kafka';
import { DoorCache, KeyCache, openDatabase, readProgress } from '@app/persistence';
import type { ServiceContext } from '@app/service';
import { kafkaConnection } from '@app/service';
import type { IngestTopics } from './serve-doors.js';
import { serveDoors } from './serve-doors.js';
import type { ingestSettings } from './settings.js';
import { UnreadWatch } from './unread.watch.js';

type Settings = ReturnType<typeof ingestSettings>['values'];

const FLUSH_MS = 5000;

/**
 * Opens the door. It answers at once, 503 for what it cannot do yet: broker and database are waited for beside it, and it
 * is ready when both have been reached.
 */
export async function startIngest(context: ServiceContext<Settings>, topics: IngestTopics = TOPICS): Promise<void> {
  const { settings, log, health, instance, onShutdown, crash } = context;
  const database = openDatabase({
    url: settings.database.url,
    poolSize: settings.database.pool,
    applicationName: instance,
    log,
  });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  const keys = new KeyCache({ database, log });
  keys.start();
  onShutdown({ phase: 'close', name: 'keys', run: () => keys.stop() });
  health.ready('keys', () => (keys.loaded ? null : 'not loaded yet'));
  const doors = new DoorCache({ database, log });
  doors.start();
  onShutdown({ phase: 'close', name: 'links', run: () => doors.stop() });
  health.ready('links', () => (doors.loaded ? null : 'not loaded yet'));

  const producer = createProducer({
    connection: kafkaConnection(settings.kafka, instance),
    log,
    hooks: kafkaHooks(context.metrics),
    topics: [topics.events, topics.clicks, topics.rejected],
  });
  producer.start().catch((error: unknown) => {
    const ended = error instanceof ProduceError && error.code === 'closed';
    if (!ended) crash(error);
  });
  onShutdown({ phase: 'close', name: 'producer', run: () => producer.close() });
  onShutdown({ phase: 'flush', name: 'producer', run: () => producer.flush(FLUSH_MS) });
  health.ready('producer', () => (producer.healthy() ? null : 'no broker takes records'));

  const bounds = new TopicBounds(kafkaConnection(settings.kafka, instance), log);
  const unread = new UnreadWatch({
    retentionMs: EVENTS_RETENTION_MS,
    readTo: () => readProgress(database, topics.events),
    bounds: () => bounds.read(topics.events),
    firstSince: (sinceMs) => bounds.firstSince(topics.events, sinceMs),
    log,
  });
  unread.start();
  onShutdown({ phase: 'close', name: 'bounds of topics', run: () => bounds.close() });
  onShutdown({ phase: 'close', name: 'watch of unread events', run: () => unread.stop() });

  await serveDoors(context, { producer, keys, doors, database, topics, unread });
}
