import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { DeliveryTask, Destination, Outcome } from '@app/contracts';
import { bucketOf, deliveryTask, destinationId, outcome } from '@app/contracts';
import type { EmbeddedKafka } from '@app/embedded';
import { startKafka } from '@app/embedded';
import type { Consumer, KafkaContext, Producer } from '@app/kafka';
import { TOPICS, applyTopics, createConsumer, createProducer, declareTopics, deliveriesTopic } from '@app/kafka';
import { RecordingHooks, RecordingLog } from '@app/kafka/testing';
import { webhook } from '@app/kinds';
import { nextRevision } from '@app/persistence';
import { migratedDatabase, type MigratedDatabase } from '@app/persistence/testing';
import { readSettings, runService } from '@app/service';
import { deliverySettings, runDeliveryApp } from '../src/index.js';

const PARTITIONS = 4;
const MAIN = deliveriesTopic('webhook');

/** A stand-in for `process`: signals are emitted on it, and its end is an event. */
class Host extends EventEmitter {
  readonly versions = { node: process.versions.node };
  readonly pid = process.pid;
  readonly stdout = {};
  readonly stderr = { write: () => true };
  readonly exit = (code: number): void => void this.emit('exit', code);
}

/** The webhook app in this process, on a broker and a database of its own. */
export class AppRig {
  readonly outcomes: Outcome[] = [];
  #host = new Host();

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
    this.#host = new Host();
    const environment = {
      WAYBILL_LOG_LEVEL: 'silent',
      WAYBILL_KAFKA_BROKERS: this.kafka.brokers.join(','),
      WAYBILL_DATABASE_URL: this.db.url,
      WAYBILL_EGRESS_ALLOW: '127.0.0.0/8',
      WAYBILL_RETRY_DELAYS: this.delays,
      WAYBILL_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    };
    const settings = () => readSettings(deliverySettings, environment);
    await runService({ name: 'webhook', settings, start: (context) => runDeliveryApp(webhook, context) }, this.#host);
  }

  /** SIGTERM; the exit code, and how long it took. */
  async stopApp(): Promise<{ code: unknown; ms: number }> {
    const begun = performance.now();
    const exit = once(this.#host, 'exit');
    this.#host.emit('SIGTERM', 'SIGTERM');
    const [code] = await exit;
    return { code, ms: performance.now() - begun };
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
        text: `with space as (insert into spaces (id, name, revision) values ($1, $1::text, $4) returning id)
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
      onFatal: (error) => {
        throw error;
      },
    });
    await this.#outcomeReader.start();
  }
}
