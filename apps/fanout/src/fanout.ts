import { NestFactory } from '@nestjs/core';
import { KINDS, kindSlug } from '@app/contracts';
import {
  createProducer,
  deliveriesTopic,
  kafkaHooks,
  TopicBounds,
  TOPICS,
  type KafkaContext,
  requireTopics,
} from '@app/kafka';
import { awaitSchema, ConfigurationCache, drawShard, openDatabase, untilStored } from '@app/persistence';
import { KafkaBatchStrategy } from '@app/transport';
import { kafkaConnection, nestLogger, type ServiceContext } from '@app/service';
import { AuditLoop } from './audit/audit.loop.js';
import { auditMetrics } from './audit/audit.metrics.js';
import { auditScope, INTAKE_GROUP } from './audit/audit.scope.js';
import { lagMetrics } from './audit/lag.metrics.js';
import { ClickJoin } from './clicks/click-join.js';
import { ClickWait } from './clicks/click-wait.js';
import { ClicksLoop } from './clicks/clicks.loop.js';
import { clickMetrics } from './clicks/clicks.metrics.js';
import { EmitterLoop } from './emitter/emitter.loop.js';
import { emitterMetrics } from './emitter/emitter.metrics.js';
import { FanoutModule } from './fanout.module.js';
import { IntakeLoop } from './intake/intake.loop.js';
import { intakeMetrics } from './intake/intake.metrics.js';
import { JobLoop } from './jobs/job.loop.js';
import { jobMetrics } from './jobs/job.metrics.js';
import { TestLoop } from './jobs/test.loop.js';
import { LedgerLoop } from './ledger/ledger.loop.js';
import { ledgerMetrics } from './ledger/ledger.metrics.js';
import { BucketKeeper } from './keeper/bucket-keeper.js';
import { RetentionKeeper } from './keeper/retention.keeper.js';
import { retentionMetrics } from './keeper/retention.metrics.js';
import type { fanoutSettings } from './settings.js';
import { StandingLoop } from './standing/standing.loop.js';
import { standingMetrics } from './standing/standing.metrics.js';
import { TaskProducer } from './tasks/task-producer.js';

type Settings = ReturnType<typeof fanoutSettings>['values'];

/** The emitter looks every 200 ms; a minute without a look means it hangs. */
const EMITTER_SILENCE_MS = 60_000;

/** Starts everything fanout does in this process; nothing joins a group before configuration is loaded. */
export async function startFanout(context: ServiceContext<Settings>): Promise<void> {
  const { settings, log, metrics, health, instance, crash, onShutdown } = context;
  const kafka: KafkaContext = {
    connection: kafkaConnection(settings.kafka, instance),
    log,
    hooks: kafkaHooks(metrics),
  };

  const database = openDatabase({
    url: settings.database.url,
    poolSize: settings.database.pool,
    applicationName: instance,
    log,
  });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  health.ready('database', () => (database.healthy() ? null : 'the last statement failed'));
  await awaitSchema(database, log);

  const configuration = new ConfigurationCache({ database, log });
  configuration.start();
  onShutdown({ phase: 'close', name: 'configuration', run: () => configuration.stop() });
  health.ready('configuration', () => (configuration.loaded ? null : 'not loaded yet'));
  await untilStored(log, 'configuration', () => configuration.refresh());

  const written = [...KINDS.map(deliveriesTopic), TOPICS.rejected];
  await requireTopics(kafka.connection, log, [TOPICS.events, TOPICS.clicks, ...written]);
  // Nothing is written to `events`: its partitions are asked for.
  const producer = createProducer({ ...kafka, topics: [...written, TOPICS.events] });
  await producer.start();
  onShutdown({ phase: 'flush', name: 'producer', run: () => producer.flush(5_000) });
  onShutdown({ phase: 'close', name: 'producer', run: () => producer.close() });

  const shard = drawShard();
  const partitionOf = (key: Buffer): number => producer.partitionFor(TOPICS.events, key);
  const intakes = intakeMetrics(metrics, KINDS.map(kindSlug), partitionOf);
  const onReturned = (kind: string, count: number): void => intakes.returned.inc({ kind }, count);
  const tasks = new TaskProducer({ producer, database, shard, log, onReturned });

  const keeper = new BucketKeeper(database, log, crash);
  keeper.start();
  const retention = new RetentionKeeper({
    database,
    days: settings.retention.days,
    log,
    metrics: retentionMetrics(metrics),
    crash,
  });
  retention.start();
  const emitter = new EmitterLoop({
    database,
    configuration,
    tasks,
    shard,
    log,
    metrics: emitterMetrics(metrics),
    beat: health.heartbeat('emitter', EMITTER_SILENCE_MS),
    crash,
  });
  emitter.start();
  const jobs = new JobLoop({ database, configuration, shard, log, metrics: jobMetrics(metrics), crash });
  jobs.start();
  const tests = new TestLoop({ database, tasks, log, crash });
  tests.start();
  const audit = new AuditLoop({
    ...auditScope({
      kafka,
      log,
      retryDelaysMs: settings.retry.delays,
      partitions: settings.partitions,
      onOffsets: lagMetrics(metrics),
    }),
    database,
    configuration,
    partitionOf: (kind, destination) => producer.partitionFor(deliveriesTopic(kind), destination),
    intervalMs: settings.audit.interval,
    settlingMs: settings.audit.settling,
    shard,
    log,
    metrics: auditMetrics(metrics),
    crash,
  });
  audit.start();
  const ledger = new LedgerLoop({
    database,
    topic: TOPICS.events,
    instance,
    intervalMs: settings.ledger.interval,
    log,
    metrics: ledgerMetrics(metrics),
    crash,
  });
  ledger.start();
  const standing = new StandingLoop({ database, tell: standingMetrics(metrics), log, crash });
  standing.start();

  const clickCounts = clickMetrics(metrics);
  const clicks = new ClicksLoop({ database, producer, shard, log, metrics: clickCounts, crash });
  const bounds = new TopicBounds(kafka.connection, log);
  onShutdown({ phase: 'close', name: 'bounds of topics', run: () => bounds.close() });
  const wait = new ClickWait({ database, topic: TOPICS.clicks, readBounds: () => bounds.read(TOPICS.clicks) });
  const intake = new IntakeLoop({
    topic: TOPICS.events,
    database,
    configuration,
    producer,
    tasks,
    clicks: new ClickJoin({ database, wait, metrics: clickCounts }),
    shard,
    log,
    metrics: intakes,
    crash,
  });
  const transport = new KafkaBatchStrategy({
    ...kafka,
    groupId: INTAKE_GROUP,
    startAt: (at, committed) =>
      at.topic === TOPICS.clicks ? clicks.startAt(at, committed) : intake.startAt(at.partition, committed),
    onQuarantine: (record) => intake.quarantine(record),
    onFatal: crash,
    drainMs: 0,
  });
  health.live('consumer', () => (transport.health().live ? null : (transport.health().detail ?? 'stands still')));
  health.ready('consumer', () => (transport.health().ready ? null : (transport.health().detail ?? 'not joined')));
  const app = await NestFactory.createMicroservice(FanoutModule.of(intake, clicks), {
    strategy: transport,
    logger: nestLogger(log),
  });
  await app.listen();
  onShutdown({
    phase: 'intake',
    name: 'stop reading and emitting',
    run: async () => {
      transport.stopIntake();
      await Promise.all([jobs, tests, emitter, audit, ledger, standing, keeper, retention].map((loop) => loop.stop()));
    },
  });
  onShutdown({ phase: 'finish', name: 'store events that were read', run: () => intake.stop() });
  onShutdown({ phase: 'finish', name: 'store clicks that were read', run: () => clicks.stop() });
  onShutdown({ phase: 'commit', name: 'consumer', run: () => app.close() });
}
