import { createConsumer, kafkaHooks, requireTopics, TOPICS } from '@app/kafka';
import { awaitSchema, drawShard, openDatabase } from '@app/persistence';
import { kafkaConnection, type ServiceContext } from '@app/service';
import type { recorderSettings } from './settings.js';
import { StoreLoop } from './store/store.loop.js';
import { storeMetrics } from './store/store.metrics.js';

type Settings = ReturnType<typeof recorderSettings>['values'];

const GROUP = 'recorder';

/** Starts the one loop of this process; it joins no group before the schema is there. */
export async function startRecorder(context: ServiceContext<Settings>): Promise<void> {
  const { settings, log, metrics, health, instance, crash, onShutdown } = context;
  const database = openDatabase({
    url: settings.database.url,
    poolSize: settings.database.pool,
    applicationName: instance,
    log,
  });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  health.ready('database', () => (database.healthy() ? null : 'does not answer'));
  await awaitSchema(database, log);
  const connection = kafkaConnection(settings.kafka, instance);
  const topics = [TOPICS.outcomes, TOPICS.rejected];
  await requireTopics(connection, log, topics);

  const loop = new StoreLoop({ database, shard: drawShard(), log, metrics: storeMetrics(metrics), crash });
  const consumer = createConsumer({
    connection,
    log,
    hooks: kafkaHooks(metrics),
    groupId: GROUP,
    topics,
    onBatch: (batch, handle) => loop.push(batch, handle),
    startAt: (at, committed) => loop.startAt(at, committed),
    onQuarantine: (record) => loop.quarantine(record),
    onFatal: crash,
  });
  health.live('consumer', () => (consumer.health().live ? null : (consumer.health().detail ?? 'stands still')));
  health.ready('consumer', () => (consumer.health().ready ? null : (consumer.health().detail ?? 'not joined')));
  await consumer.start();
  onShutdown({ phase: 'intake', name: 'stop reading', run: () => consumer.stopIntake() });
  onShutdown({ phase: 'record', name: 'store what is under way', run: () => loop.stop() });
  onShutdown({ phase: 'commit', name: 'consumer', run: () => consumer.stop({ drainMs: 0 }) });
}
