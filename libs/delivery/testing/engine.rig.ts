import { afterEach } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DeliveryTask, Destination, Fault, Outcome, Request, Response } from '@app/contracts';
import { bucketOf, deliveryTask, destination as destinationSchema, destinationId, outcome } from '@app/contracts';
import type { ConsumedRecord } from '@app/kafka';
import {
  DelayQueue,
  TOPICS,
  deadLetterTopic,
  delayOfTopic,
  deliveriesTopic,
  deliveryGroup,
  retryTopic,
} from '@app/kafka';
import { FakeConsumer, FakeProducer, MemoryBroker, RecordingHooks, RecordingLog } from '@app/kafka/testing';
import type { Kind } from '@app/kinds';
import { createLogger, createMetrics } from '@app/observability';
import type { ClosedDestination, DeliveryLife } from '@app/persistence';
import { DeliveryEngine } from '../src/engine/delivery.engine.js';
import type { EngineOptions } from '../src/engine/engine.options.js';
import { deliveryMeter } from '../src/engine/delivery.meter.js';
import { buildRetryPolicy } from '../src/policy/retry.policy.js';

const PARTITIONS = 2;

/** What the endpoint answers: a status, a whole response, a fault, or something that takes its time. */
export type Answer = number | Response | Fault | Promise<Response | Fault>;

export const response = (status: number, headers: Record<string, string> = {}, body = ''): Response => ({
  status,
  headers,
  body: Buffer.from(body),
  truncated: false,
});

export const fault = (reason: Fault['fault']): Fault => ({ fault: reason, detail: reason, mayHaveArrived: false });

export interface RigOptions<Config> extends Partial<Pick<EngineOptions<Config>, 'slots' | 'laneBytes'>> {
  readonly delaysMs?: readonly number[];
  readonly lives?: (ids: readonly string[]) => Promise<DeliveryLife[]>;
  readonly closed?: readonly ClosedDestination[];
}

/** An engine on a broker in memory, with an endpoint that answers as it is told. */
export class EngineRig<Config> {
  readonly broker = new MemoryBroker();
  readonly producer: FakeProducer;
  readonly engine: DeliveryEngine<Config>;
  readonly consumer: FakeConsumer;
  readonly sent: { at: number; url: string; request: Request }[] = [];
  readonly fatal: unknown[] = [];
  readonly destinations = new Map<string, Destination>();
  readonly delayQueue: DelayQueue;
  revision = 1;
  refreshes = 0;
  /** Called by `refresh`, to bring news. */
  onRefresh: () => void = () => undefined;
  answer: (request: Request, attempt: number) => Answer = () => 200;
  readonly main: string;
  readonly group: string;

  constructor(
    readonly kind: Kind<Config>,
    options: RigOptions<Config> = {},
  ) {
    const policy = buildRetryPolicy(options.delaysMs ?? [30, 60, 120]);
    const tiers = policy.delaysMs.map((delay) => retryTopic(kind.kind, delay));
    this.main = deliveriesTopic(kind.kind);
    this.group = deliveryGroup(kind.kind);
    const topics = [this.main, ...tiers, deadLetterTopic(kind.kind), TOPICS.outcomes];
    for (const topic of topics) this.broker.createTopic(topic, PARTITIONS);
    this.producer = new FakeProducer(this.broker, { topics });
    const log = createLogger({ service: 'test', level: 'silent' });
    const metrics = createMetrics({ service: 'test', version: '0', defaults: false });
    this.engine = new DeliveryEngine({
      kind,
      policy,
      directory: this,
      opener: { open: ({ config, proxy_url }) => ({ config, proxyUrl: proxy_url }) },
      egress: { send: (request) => this.#send(request) },
      producer: this.producer,
      ledger: {
        lives: (_bucket, ids) => options.lives?.(ids) ?? Promise.resolve([]),
        closed: () => Promise.resolve(options.closed ?? []),
      },
      log,
      meter: deliveryMeter(metrics, kind.kind, () => this.engine.levels()),
      onFatal: (error) => this.fatal.push(error),
      ...(options.slots === undefined ? {} : { slots: options.slots }),
      ...(options.laneBytes === undefined ? {} : { laneBytes: options.laneBytes }),
    });
    this.delayQueue = new DelayQueue({
      clock: this.producer.clock,
      delayOf: (topic) => delayOfTopic(topic) ?? 0,
      onDue: (record, partition) => this.engine.takeDue(record, partition),
    });
    this.consumer = new FakeConsumer(this.broker, {
      connection: { brokers: [], clientId: 'test' },
      log: new RecordingLog(),
      hooks: new RecordingHooks(),
      groupId: this.group,
      topics: [this.main, ...tiers],
      delayTopics: tiers,
      onBatch: (batch, partition) =>
        delayOfTopic(batch.topic) === null ? this.engine.take(batch, partition) : this.delayQueue.add(batch, partition),
      onAssigned: (partitions) => this.engine.gained(partitions),
      onLost: (partitions) => this.engine.lost(partitions),
      onQuarantine: (record) => this.engine.quarantine(record),
      onFatal: (error) => this.fatal.push(error),
    });
  }

  async start(): Promise<this> {
    await this.producer.start();
    this.producer.clock.sample(this.broker.now());
    this.engine.start();
    await this.consumer.start();
    return this;
  }

  async stop(): Promise<void> {
    this.engine.stopStarting();
    this.delayQueue.stop();
    this.engine.stop();
    await this.consumer.stop({ drainMs: 0 });
  }

  standing(id: Destination['id'], revision: number): Destination | 'deleted' | 'unknown' {
    return this.destinations.get(id) ?? (this.revision >= revision ? 'deleted' : 'unknown');
  }

  refresh(): Promise<void> {
    this.refreshes += 1;
    this.onRefresh();
    return Promise.resolve();
  }

  /** A destination in the configuration; its URL holds its id. */
  destination(changes: Partial<Destination> = {}): Destination {
    const id = destinationId.parse(randomUUID());
    const made = destinationSchema.parse({
      id,
      space_id: randomUUID(),
      kind: this.kind.kind,
      name: 'test',
      enabled: true,
      paused: false,
      paused_total_ms: 0,
      resumed_revision: 0,
      revision: 1,
      config: { url: `https://example.com/${id}` },
      event_map: {},
      filter: {},
      currency_map: {},
      proxy_url: null,
      max_attempts: 10,
      horizon_s: 3600,
      max_concurrency: 32,
      rate_per_s: null,
      timeout_ms: 10_000,
      ...changes,
    });
    this.destinations.set(made.id, made);
    return made;
  }

  task(destination: Destination, changes: Partial<DeliveryTask> = {}): DeliveryTask {
    const now = Date.now();
    return deliveryTask.parse({
      event_id: randomUUID(),
      inbox_id: randomUUID(),
      space_id: destination.space_id,
      destination_id: destination.id,
      kind: this.kind.kind,
      bucket: bucketOf(now),
      dispatch: 1,
      attempt: 1,
      attempt_base: 0,
      revision: 1,
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
      data: { plan: 'gold' },
      click: null,
      ...changes,
    });
  }

  put(task: DeliveryTask, topic = this.main, headers: Record<string, string> = {}): DeliveryTask {
    const partition = this.producer.partitionFor(this.main, task.destination_id);
    this.broker.append({ topic, partition, key: task.event_id, value: JSON.stringify(task), headers });
    return task;
  }

  outcomes(of?: { readonly event_id: string }): Outcome[] {
    const all = this.broker.records(TOPICS.outcomes).map(({ value }) => outcome.parse(JSON.parse(String(value))));
    return of === undefined ? all : all.filter(({ event_id }) => event_id === of.event_id);
  }

  deadLetters(): ConsumedRecord[] {
    return this.broker.records(deadLetterTopic(this.kind.kind));
  }

  /** Every record of the topic is finished and committed. */
  allCommitted(topic = this.main): boolean {
    return Array.from({ length: PARTITIONS }, (_, partition) => {
      const at = { topic, partition };
      return (this.broker.committed(this.group, at)?.offset ?? 0) === this.broker.end(at);
    }).every(Boolean);
  }

  async #send(request: Request): Promise<Response | Fault> {
    this.sent.push({ at: this.broker.now(), url: request.url, request });
    const answer = this.answer(request, this.sent.length);
    return typeof answer === 'number' ? response(answer) : answer;
  }
}

const running: { stop(): Promise<void>; readonly fatal: readonly unknown[] }[] = [];

/** An engine that is stopped after the test; what was fatal to it fails the test. */
export async function startEngine<Config>(
  kind: Kind<Config>,
  options?: RigOptions<Config>,
): Promise<EngineRig<Config>> {
  const rig = new EngineRig(kind, options);
  running.push(rig);
  return rig.start();
}

afterEach(async () => {
  for (const rig of running.splice(0)) {
    await rig.stop();
    if (rig.fatal.length > 0) throw new AggregateError(rig.fatal, 'the engine gave up');
  }
});
