import { RecordQueue, type ConsumedRecord, type PartitionHandle, type Producer, type RecordBatch } from '@app/kafka';
import type { Logger } from '@app/observability';
import type { Bucket } from '@app/contracts';
import type { ConfigurationCache, ConfigurationView, Database } from '@app/persistence';
import { classifyDatabaseError, ensureBuckets, readPosition, untilStored } from '@app/persistence';
import type { ClickJoin } from '../clicks/click-join.js';
import type { TaskProducer } from '../tasks/task-producer.js';
import type { IntakeMetrics } from './intake.metrics.js';
import { parseRecord, type IntakeEvent } from './parse-record.js';
import { ReadSlice, type ReadRecord } from './read-slice.js';
import { rejectRecords, type Rejection } from './reject.js';
import { storeBatch, type StoreResult } from './store-batch.js';

/** Outbox rows and bytes a transaction is cut at; a single event may exceed them. */
const LIMITS = { weight: 2_000, bytes: 4 * 1024 * 1024 };
/** Transactions whose tasks Kafka has not acknowledged yet; beyond it intake waits, so memory stays bounded. */
const MAX_UNACKNOWLEDGED = 8;

/** Why a wait ended: the process does. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface IntakeOptions {
  topic: string;
  database: Database;
  configuration: ConfigurationCache;
  producer: Pick<Producer, 'sendMany'>;
  tasks: TaskProducer;
  clicks: Pick<ClickJoin, 'of'>;
  shard: number;
  log: Logger;
  metrics: IntakeMetrics;
  /** An invariant broke: the process must end before the next commit. */
  crash: (error: unknown) => void;
}

/**
 * Turns records of `events` into deliveries: one transaction after the other, each taking what gathered while the last
 * one ran. A record is finished once its rows are committed and its tasks, or its rejection, are acknowledged by Kafka.
 */
export class IntakeLoop {
  private readonly queue = new RecordQueue(() => this.wake());
  /** Positions this process last saw or wrote, by partition; absent until read at assignment. */
  private readonly expected = new Map<number, number | null>();
  private readonly knownBuckets = new Set<Bucket>();
  private readonly unacknowledged = new Set<Promise<void>>();
  private running = false;
  private readonly ending = new AbortController();
  private idle: Promise<void> = Promise.resolve();

  constructor(private readonly options: IntakeOptions) {}

  /** For `ConsumerOptions.onBatch`. */
  push(batch: RecordBatch, handle: PartitionHandle): void {
    if (!this.ending.signal.aborted) this.queue.push(batch, handle);
  }

  /** For `ConsumerOptions.startAt`: the lower of Kafka's commit and the database's position skips nothing. */
  async startAt(partition: number, committed: number | null): Promise<number | null> {
    const stored = await readPosition(this.options.database, this.options.topic, partition);
    this.expected.set(partition, stored);
    if (committed === null) return null;
    return stored === null ? 0 : Math.min(stored, committed);
  }

  /**
   * For `ConsumerOptions.onQuarantine`: the record this process died at again and again is listed as rejected. The
   * database's position moves over it with the next batch, which counts it as an offset without a record.
   */
  async quarantine(record: ConsumedRecord): Promise<void> {
    const detail = 'reading it ended the process again and again';
    const rejection: Rejection = { record, reason: 'storage_refused', detail, spaceId: null };
    await rejectRecords(this.options.producer, this.options.log, [rejection]);
  }

  /**
   * Takes no more; resolves when what was taken is stored and acknowledged. What waits for clicks is given up: it is read
   * again by the next owner.
   */
  async stop(): Promise<void> {
    this.ending.abort(new Stopped());
    await this.idle;
    await Promise.all(this.unacknowledged);
  }

  private wake(): void {
    if (this.running) return;
    this.running = true;
    this.idle = this.run().catch((error: unknown) => {
      if (!(error instanceof Stopped)) this.options.crash(error);
    });
  }

  private async run(): Promise<void> {
    try {
      while (!this.queue.empty && !this.ending.signal.aborted) {
        const view = this.options.configuration.view();
        const slices = this.queue.take(LIMITS, readWith(view), rowsWith(view));
        if (slices.length > 0) await this.intake(slices.map((slice) => ReadSlice.of(slice, view.revision)));
        while (this.unacknowledged.size >= MAX_UNACKNOWLEDGED) await Promise.race(this.unacknowledged);
      }
    } finally {
      this.running = false;
    }
  }

  /** Stores slices; data the database refuses is bisected down to the record, which is rejected alone. */
  private async intake(slices: readonly ReadSlice[]): Promise<void> {
    try {
      await this.store(slices);
    } catch (error) {
      if (classifyDatabaseError(error) !== 'row') throw error;
      const halves = halve(slices);
      if (halves) for (const half of halves) await this.intake(half);
      else await this.store(slices.map((slice) => slice.refused(`the database refused it: ${messageOf(error)}`)));
    }
  }

  private async store(slices: readonly ReadSlice[]): Promise<void> {
    const { log, metrics } = this.options;
    const ended = metrics.transaction.startTimer();
    const { result, read } = await untilStored(log, 'intake', () => this.attempt(slices));
    ended();
    if (result.is !== 'stored') return this.fenced(result.next, read);
    for (const [partition, next] of result.next) this.expected.set(partition, next);
    metrics.stored(result, read);
    this.acknowledge(read, result);
  }

  /**
   * One transaction, repeated after what can be mended at once: a missing day, a configuration that moved on. The latter
   * may know spaces that were unknown a moment ago, so the records are read anew with it.
   */
  private async attempt(
    slices: readonly ReadSlice[],
  ): Promise<{ result: Exclude<StoreResult, { is: 'outdated' }>; read: readonly ReadSlice[] }> {
    const { database, shard, configuration, topic } = this.options;
    let [view, read] = [configuration.view(), slices];
    for (;;) {
      const events = read.flatMap((slice) => slice.events);
      await this.ensureDays(events);
      const summaries = read.map((slice) => slice.summary(this.expected.get(slice.partition) ?? null));
      const clicks = await this.options.clicks.of(events, this.ending.signal);
      const batch = { topic, events, slices: summaries, clicks };
      const result = await storeBatch({ database, shard, configuration: view }, batch);
      if (result.is !== 'outdated') return { result, read };
      await configuration.refresh();
      view = configuration.view();
      const { revision } = view;
      const reading = readWith(view);
      read = read.map((slice) => slice.reread(reading, revision));
    }
  }

  private async ensureDays(events: readonly IntakeEvent[]): Promise<void> {
    const missing = [...new Set(events.map(({ row }) => row.bucket))].filter((day) => !this.knownBuckets.has(day));
    if (missing.length === 0) return;
    await ensureBuckets(this.options.database, missing);
    for (const day of missing) this.knownBuckets.add(day);
  }

  /** Another process owns these partitions by now; if ours after all, they are read anew from where the database is. */
  private fenced(next: ReadonlyMap<number, number>, slices: readonly ReadSlice[]): void {
    const own = slices.filter((slice) => slice.handle.active());
    this.options.log.warn(
      { partitions: slices.map(({ partition }) => partition), next: [...next] },
      'intake was fenced',
    );
    this.options.metrics.fenced.inc();
    if (own.length > 0) this.options.crash(new Error('the position of a partition we own was moved by somebody else'));
  }

  private acknowledge(slices: readonly ReadSlice[], result: StoreResult & { is: 'stored' }): void {
    const rejections: Rejection[] = slices.flatMap((slice) => slice.rejections);
    const done = Promise.all([
      this.options.tasks.emit(result.tasks),
      rejectRecords(this.options.producer, this.options.log, rejections),
    ]).then(() => {
      for (const slice of slices) for (const offset of slice.offsets) slice.handle.done(offset);
    });
    const tracked: Promise<void> = done
      .catch((error: unknown) => this.options.crash(error))
      .finally(() => this.unacknowledged.delete(tracked));
    this.unacknowledged.add(tracked);
  }
}

const readWith =
  (view: ConfigurationView) =>
  (record: ConsumedRecord): ReadRecord => ({
    record,
    parsed: parseRecord(record, (id) => view.space(id) !== undefined),
  });

/** Outbox rows a record makes at most. */
const rowsWith =
  (view: ConfigurationView) =>
  ({ parsed }: ReadRecord): number =>
    parsed.is === 'event' ? view.destinationsOf(parsed.event.row.spaceId).length : 0;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Two smaller lots of the same slices, in order; `null` when there is only one record left. */
function halve(slices: readonly ReadSlice[]): [ReadSlice[], ReadSlice[]] | null {
  if (slices.length > 1) {
    const middle = slices.length >> 1;
    return [slices.slice(0, middle), slices.slice(middle)];
  }
  const parts = slices[0]?.split();
  return parts ? [[parts[0]], [parts[1]]] : null;
}
