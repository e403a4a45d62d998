import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryTask, Destination, Outcome } from '@app/contracts';
import { bucketOf, deliveryTask, destinationId, outcome } from '@app/contracts';
import type { EmbeddedKafka } from '@app/embedded';
import { startKafka } from '@app/embedded';
import type { Consumer, KafkaContext, Producer } from '@app/kafka';
import { TOPICS, applyTopics, createConsumer, createProducer, declareTopics, deliveriesTopic } from '@app/kafka';
import { RecordingHooks, RecordingLog } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { createHealth, createLogger, createMetrics } from '@app/observability';
import { nextRevision } from '@app/persistence';
import { migratedDatabase, type MigratedDatabase } from '@app/persistence/testing';
import type { ServiceContext, ShutdownPhase, ShutdownStep } from '@app/service';
import { readSettings } from '@app/service';
import type { DeliverySettings } from '../src/index.js';
import { deliverySettings, runDeliveryApp } from '../src/index.js';

const PARTITIONS = 4;
const PHASES: readonly ShutdownPhase[] = ['unready', 'intake', 'finish', 'record', 'commit', 'flush', 'close'];
const MAIN = deliveriesTopic('webhook');

/** The webhook app in this process, on a broker and a database of its own. */
export class AppRig {
  readonly outcomes: Outcome[] = [];
  #steps: ShutdownStep[] = [];

  private constructor(
    readonly kafka: EmbeddedKafka,
    readonly db: MigratedDatabase,
    readonly context: KafkaContext,
    readonly producer: Producer,
    private readonly delays: string,
  ) {}

  static async open(delays: string): Promise<AppRig> {
    const [kafka, db] = await Promise.all([startKafka(), migratedDatabase()]);
    const connection = { brokers: kafka.brokers, clientId: 'test' };
    const context = { connection, log: new RecordingLog(), hooks: new RecordingHooks() };
    const rig = new AppRig(kafka, db, context, createProducer({ ...context, topics: [MAIN] }), delays);
    await rig.makeTopics();
    await rig.producer.start();
    await rig.#readOutcomes();
    return rig;
  }

  /** Brings the topics into being, with other settings for some of them. */
  async makeTopics(settings: Readonly<Record<string, Record<string, string>>> = {}): Promise<void> {
    const { values } = readSettings({ retry: deliverySettings.retry }, { WAYBILL_RETRY_DELAYS: this.delays });
    const partitions = { events: 1, clicks: 1, rejected: 1, deliveries: PARTITIONS, outcomes: 1 };
    const plan = { replication: 1, minInSync: 1, kinds: ['webhook'] as const, retryDelaysMs: values.retry.delays };
    const topics = declareTopics({ ...plan, partitions });
    const changed = topics.map((topic) => ({ ...topic, settings: { ...topic.settings, ...settings[topic.name] } }));
    await applyTopics(this.context.connection, this.context.log, changed);
  }

  /** Runs the app until `stopApp`; resolves when it is ready. */
  async startApp(): Promise<void> {
    const environment = {
      WAYBILL_KAFKA_BROKERS: this.kafka.brokers.join(','),
      WAYBILL_DATABASE_URL: this.db.url,
      WAYBILL_EGRESS_ALLOW: '127.0.0.0/8',
      WAYBILL_RETRY_DELAYS: this.delays,
      WAYBILL_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    };
    this.#steps = [];
    const context: ServiceContext<DeliverySettings> = {
      name: 'webhook',
      instance: `webhook-${randomUUID().slice(0, 8)}`,
      log: createLogger({ service: 'webhook', level: 'silent' }),
      metrics: createMetrics({ service: 'webhook', version: '0', defaults: false }),
      health: createHealth(),
      settings: readSettings(deliverySettings, environment).values,
      onShutdown: (step) => void this.#steps.push(step),
      announce: () => undefined,
      crash: (error) => {
        throw error;
      },
    };
    await runDeliveryApp(webhook, context);
  }

  /** Runs the shutdown sequence as a process does; names the steps that took longer than they may. */
  async stopApp(): Promise<string[]> {
    const late: string[] = [];
    for (const phase of PHASES) {
      for (const step of this.#steps.filter((one) => one.phase === phase).toReversed()) {
        const deadlineMs = typeof step.deadlineMs === 'function' ? step.deadlineMs() : (step.deadlineMs ?? 5000);
        const timeout = new AbortController();
        const inTime = await Promise.race([
          Promise.resolve(step.run()).then(() => true),
          delay(deadlineMs, false, { signal: timeout.signal }),
        ]);
        timeout.abort();
        if (!inTime) late.push(step.name);
      }
    }
    return late;
  }

  async close(): Promise<void> {
    await this.#outcomeReader?.stop({ drainMs: 0 });
    await this.producer.close();
    await this.db.drop();
    await this.kafka.stop();
  }

  /** Stores a webhook destination. */
  async destination(url: string, changes: Partial<Destination> = {}): Promise<Destination['id']> {
    const id = destinationId.parse(randomUUID());
    const { max_concurrency = 32, timeout_ms = 10_000, max_attempts = 10 } = changes;
    await this.db.database.transaction(async (tx) => {
      const revision = await nextRevision(tx);
      await tx.query({
        text: `with space as (insert into spaces (id, name, revision) values ($1::uuid, $1::uuid::text, $4) returning id)
               insert into destinations (id, space_id, kind, name, enabled, config, event_map, filter, currency_map,
                                         max_attempts, horizon_s, max_concurrency, timeout_ms, revision)
               select $2, id, 'webhook', 'test', true, $3, '{}', '{}', '{}', $5, 172800, $6, $7, $4 from space`,
        values: [randomUUID(), id, { url }, revision, max_attempts, max_concurrency, timeout_ms],
      });
    });
    return id;
  }

  async put(destination: Destination['id'], count = 1): Promise<DeliveryTask[]> {
    const now = Date.now();
    const [{ revision } = { revision: 1 }] = await this.db.database.query<{ revision: number }>({
      text: 'select revision from config_state',
    });
    const tasks = Array.from({ length: count }, () =>
      deliveryTask.parse({
        event_id: randomUUID(),
        inbox_id: randomUUID(),
        space_id: randomUUID(),
        destination_id: destination,
        kind: 'webhook',
        bucket: bucketOf(now),
        dispatch: 1,
        attempt: 1,
        attempt_base: 0,
        revision,
        born_at_ms: now,
        paused_base_ms: 0,
        canonical: 'deposit',
        event: 'deposit',
        uid: 'u-1',
        tg_id: null,
        eid: null,
        value: '25.00',
        currency: 'USD',
        occurred_at_ms: now,
        accepted_at_ms: now,
        user: null,
        data: null,
        click: null,
      }),
    );
    const partition = this.producer.partitionFor(MAIN, destination);
    await this.producer.sendMany(
      tasks.map((task) => ({ topic: MAIN, partition, key: task.event_id, value: JSON.stringify(task) })),
    );
    return tasks;
  }

  of(task: { readonly event_id: string } | undefined): Outcome[] {
    return this.outcomes.filter(({ event_id }) => event_id === task?.event_id);
  }

  #outcomeReader: Consumer | undefined;

  async #readOutcomes(): Promise<void> {
    this.#outcomeReader = createConsumer({
      ...this.context,
      groupId: `test-${randomUUID()}`,
      topics: [TOPICS.outcomes],
      startAt: () => Promise.resolve(0),
      onBatch: ({ records }, partition) => {
        for (const { value, offset } of records) {
          if (value !== null) this.outcomes.push(outcome.parse(JSON.parse(value.toString())));
          partition.done(offset);
        }
      },
      onQuarantine: () => Promise.resolve(),
      // A broker that has just started may not know its coordinator yet.
      onFatal: () => void this.#readOutcomes(),
    });
    await this.#outcomeReader.start();
  }
}
