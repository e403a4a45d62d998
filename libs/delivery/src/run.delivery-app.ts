import { HEADERS } from '@app/contracts';
import { createEgress } from '@app/egress';
import type { ConsumerOptions, KafkaContext } from '@app/kafka';
import {
  DelayQueue,
  TOPICS,
  createConsumer,
  createProducer,
  deadLetterTopic,
  delayOfTopic,
  deliveriesTopic,
  deliveryGroup,
  kafkaHooks,
  keepClock,
  listRetryTopics,
  retryTopic,
  requireTopics,
} from '@app/kafka';
import type { Kind } from '@app/kinds';
import {
  ConfigurationCache,
  OpenedDestinations,
  SecretBox,
  awaitSchema,
  openDatabase,
  readClosedDestinations,
  readDeliveryLives,
} from '@app/persistence';
import type { ServiceContext } from '@app/service';
import { kafkaConnection } from '@app/service';
import type { DeliverySettings } from './delivery.settings.js';
import { DeliveryEngine } from './engine/delivery.engine.js';
import { deliveryMeter } from './engine/delivery.meter.js';
import { buildRetryPolicy } from './policy/retry.policy.js';
import { until } from './until.js';

/** Bytes of fresh tasks taken and not finished: what waits in lanes, is on the wire or is not recorded yet. */
const MAIN_BYTES = 24 * 1024 * 1024;
/** The same for what waits in delay topics. */
const DELAY_BYTES = 16 * 1024 * 1024;
/** After the last attempt's own deadline. */
const FINISH_GRACE_MS = 500;
const RECORD_MS = 1_500;
const FLUSH_MS = 1_000;

/**
 * Delivers everything of one kind in this process until it is told to end; joins no group before configuration is loaded
 * and the broker's clock is known. One consumer reads the main topic and all delay topics, so a destination's rate,
 * concurrency and hold are this process's alone.
 */
export async function runDeliveryApp<Config>(
  kind: Kind<Config>,
  context: ServiceContext<DeliverySettings>,
): Promise<void> {
  const { settings, log, metrics, health, instance, crash, onShutdown } = context;
  const policy = buildRetryPolicy(settings.retry.delays);
  const connection = kafkaConnection(settings.kafka, instance);
  const kafka: KafkaContext = { connection, log, hooks: kafkaHooks(metrics) };

  const { url, pool: poolSize } = settings.database;
  const database = openDatabase({ url, poolSize, applicationName: instance, log });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  await awaitSchema(database, log);
  const directory = new ConfigurationCache({ database, log });
  directory.start();
  onShutdown({ phase: 'close', name: 'configuration', run: () => directory.stop() });
  health.ready('configuration', () => (directory.loaded ? null : 'not loaded yet'));
  await until(() => directory.loaded);

  const tiers = policy.delaysMs.map((delayMs) => retryTopic(kind.kind, delayMs));
  const written = [deliveriesTopic(kind.kind), ...tiers, deadLetterTopic(kind.kind), TOPICS.outcomes];
  await requireTopics(connection, log, written);
  const producer = createProducer({ ...kafka, topics: written });
  onShutdown({ phase: 'close', name: 'producer', run: () => producer.close() });
  await producer.start();
  onShutdown({ phase: 'flush', name: 'producer', run: () => producer.flush(FLUSH_MS) });
  health.ready('producer', () => (producer.healthy() ? null : 'brokers take nothing'));
  const clockRecord = () => ({ topic: TOPICS.outcomes, key: instance, value: null, headers: { [HEADERS.clock]: '1' } });
  onShutdown({ phase: 'close', name: 'clock', run: keepClock(producer, clockRecord, log) });
  await until(() => producer.clock.now() !== null);

  const egress = createEgress({
    allow: settings.egress.allow,
    onUnexpected: (error) => log.error({ err: error }, 'a transport error without a name'),
  });
  onShutdown({ phase: 'close', name: 'egress', run: () => egress.close() });
  const opener = new OpenedDestinations(new SecretBox(settings.secrets.keys));
  const meter = deliveryMeter(metrics, kind.kind, () => engine.levels());
  const ledger = {
    lives: readDeliveryLives.bind(null, database),
    closed: () => readClosedDestinations(database, kind.kind),
  };
  const engine = new DeliveryEngine({
    kind,
    policy,
    directory,
    opener,
    egress,
    producer,
    ledger,
    log,
    meter,
    onFatal: crash,
  });
  engine.start();
  onShutdown({ phase: 'close', name: 'engine', run: () => engine.stop() });

  // Delays that are no longer in use are read until empty.
  const delayTopics = [...new Set([...tiers, ...(await listRetryTopics(connection, log, kind.kind))])];
  const delayQueue = new DelayQueue({
    clock: producer.clock,
    delayOf: (topic) => delayOfTopic(topic) ?? 0,
    onDue: (record, partition) => engine.takeDue(record, partition),
  });
  const consuming: ConsumerOptions = {
    ...kafka,
    groupId: deliveryGroup(kind.kind),
    topics: [deliveriesTopic(kind.kind), ...delayTopics],
    delayTopics,
    maxBytesInFlight: MAIN_BYTES,
    maxDelayBytes: DELAY_BYTES,
    onBatch: (batch, partition) =>
      delayOfTopic(batch.topic) === null ? engine.take(batch, partition) : delayQueue.add(batch, partition),
    onAssigned: (partitions) => engine.gained(partitions),
    onLost: (partitions) => engine.lost(partitions),
    onQuarantine: (record) => engine.quarantine(record),
    onFatal: crash,
  };
  const consumer = createConsumer(consuming);
  health.live('consumer', () => (consumer.health().live ? null : (consumer.health().detail ?? 'stands still')));
  health.ready('consumer', () => (consumer.health().ready ? null : (consumer.health().detail ?? 'not joined')));
  onShutdown({
    phase: 'intake',
    name: 'take no more tasks',
    run: () => {
      consumer.stopIntake();
      delayQueue.stop();
      engine.stopStarting();
    },
  });
  onShutdown({
    phase: 'finish',
    name: 'attempts on the wire',
    deadlineMs: () => engine.remainingMs() + FINISH_GRACE_MS,
    run: () => until(() => engine.levels().inflight === 0),
  });
  onShutdown({
    phase: 'record',
    name: 'outcomes',
    deadlineMs: RECORD_MS,
    run: () => until(() => engine.levels().unrecorded === 0),
  });
  onShutdown({ phase: 'commit', name: 'consumer', run: () => consumer.stop({ drainMs: 0 }) });
  await consumer.start();
}
