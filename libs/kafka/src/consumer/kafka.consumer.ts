import { reasonOf } from '../kafkajs/failure.js';
import { delay } from '../timers.js';
import type { ConsumedRecord, RecordBatch, TopicPartition } from '../types.js';
import { acquire, untilAnswered } from './acquisition.js';
import { ByteBudget } from './byte.share.js';
import { readCommitted, readLowOffsets } from './committed.offsets.js';
import type { Consumer, ConsumerHealth, ConsumerOptions, PartitionHandle, PartitionPosition } from './consumer.port.js';
import { reportGauges, SignOfLife, stalled, WATCH_MS } from './consumer.watch.js';
import type { LifePlan } from './crash-loop.guard.js';
import { GroupClient, MAX_WAIT_MS, REBALANCE_TIMEOUT_MS } from './group.client.js';
import type { Legacy } from './legacy.js';
import { OffsetCommitter } from './offset.committer.js';
import { compareAssignment, keyOf } from './partition.key.js';
import { PartitionTracker, type Fetched } from './partition.tracker.js';
import { SingleFile } from './single.file.js';

const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;
const MAX_DELAY_BYTES = 32 * 1024 * 1024;
const COMMIT_INTERVAL_MS = 500;
const GRACE_MS = 300;
/** Ten missed heartbeats: how long a killed member's partitions are read by nobody. */
const SESSION_TIMEOUT_MS = 10_000;
/** A join may take as long as the group waits for its slowest member; then some. */
const SILENT_MS = REBALANCE_TIMEOUT_MS + 60_000;
/** How long leaving may take: the fetch on the wire, then the request to leave. */
const LEAVE_MS = MAX_WAIT_MS + 3_000;
const FINAL_COMMITS = 3;
const DRAIN_LOOK_MS = 20;

const ACQUIRING = 'being acquired';
const STOPPING = 'stopping';

/** Unique in the process, whichever consumer. */
let epochs = 0;

/** The consumer over kafkajs. See `Consumer` for what it promises. */
class KafkaConsumer implements Consumer {
  readonly #trackers = new Map<string, PartitionTracker>();
  readonly #singles = new Map<PartitionTracker, SingleFile>();
  readonly #legacies = new Map<string, Legacy>();
  readonly #delayTopics: ReadonlySet<string>;
  readonly #mainBudget: ByteBudget;
  readonly #delayBudget: ByteBudget;
  readonly #client: GroupClient;
  readonly #committer: OffsetCommitter;
  readonly #life = new SignOfLife(SILENT_MS);
  #memberId: string | null = null;
  #joined = false;
  #stopping = false;
  #fatal: Error | null = null;
  #watch: NodeJS.Timeout | null = null;

  constructor(private readonly options: ConsumerOptions) {
    const { groupId, log, hooks } = options;
    this.#delayTopics = new Set(options.delayTopics);
    this.#mainBudget = new ByteBudget(options.maxBytesInFlight ?? MAX_BYTES_IN_FLIGHT);
    this.#delayBudget = new ByteBudget(options.maxDelayBytes ?? MAX_DELAY_BYTES);
    this.#client = new GroupClient(
      { ...options, sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS },
      {
        held: () => this.#held(),
        onJoined: (assigned, memberId, tries) => this.#onJoined(assigned, memberId, tries),
        // Still our generation: an orderly end for what will move, and as much progress as there is.
        onRebalancing: () => void this.#committer.run(true),
        onCrash: (error, restarts) => this.#onCrash(error, restarts),
        onFetched: (at, fetched) => this.#onFetched(at, fetched),
        onOutOfRange: (at) => this.#onOutOfRange(at),
        onSign: () => this.#life.sign(),
      },
    );
    this.#committer = new OffsetCommitter({
      groupId,
      log,
      hooks,
      intervalMs: options.commitIntervalMs ?? COMMIT_INTERVAL_MS,
      trackers: () => this.#trackers.values(),
      stateOf: (tracker, clean) => tracker.commitState(clean, this.#singles.get(tracker)?.until),
      commit: (offsets) => this.#client.commit(offsets),
    });
  }

  async start(): Promise<void> {
    this.#life.sign();
    this.#committer.start();
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    await this.#client.start();
  }

  stopIntake(): void {
    this.#stopping = true;
    for (const tracker of this.#trackers.values()) tracker.pause(STOPPING);
  }

  async stop({ drainMs }: { drainMs: number }): Promise<void> {
    this.stopIntake();
    if (this.#watch) clearInterval(this.#watch);
    const deadline = performance.now() + drainMs;
    const open = (): boolean => [...this.#trackers.values()].some(({ ledger }) => (ledger?.records ?? 0) > 0);
    while (open() && performance.now() < deadline && !this.#fatal) await delay(DRAIN_LOOK_MS);
    for (let tries = 0; tries < FINAL_COMMITS && this.#uncommitted(); tries++) await this.#committer.run(true);
    this.#committer.halt();
    for (const tracker of this.#trackers.values()) tracker.lose();
    this.#trackers.clear();
    await this.#client.stop(LEAVE_MS);
  }

  assignment(): readonly TopicPartition[] {
    return [...this.#trackers.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  positions(): readonly PartitionPosition[] {
    return [...this.#trackers.values()].map((tracker) => tracker.where());
  }

  health(): ConsumerHealth {
    const { silent, age } = this.#life;
    const detail = this.#fatal
      ? this.#fatal.message
      : silent
        ? `no sign of the fetch loop for ${Math.round(age / 1_000)} s`
        : this.#joined
          ? null
          : 'not in the group';
    return { ready: this.#joined && !this.#stopping && !this.#fatal, live: !silent && !this.#fatal, detail };
  }

  #held(): Record<string, number[]> {
    const held: Record<string, number[]> = {};
    for (const { topic, partition } of this.#trackers.values()) (held[topic] ??= []).push(partition);
    return held;
  }

  #uncommitted(): boolean {
    return [...this.#trackers.values()].some((tracker) => tracker.commitState(true) !== null);
  }

  /** The only reliable edge of a rebalance. Runs before the first fetch of the new generation. */
  #onJoined(assigned: readonly TopicPartition[], memberId: string, tries: number): void {
    const { hooks, groupId } = this.options;
    hooks.count('rebalance', { group: groupId });
    const missed = memberId !== this.#memberId || tries > 1;
    this.#memberId = memberId;
    this.#joined = true;
    const { lost, kept, gained } = compareAssignment([...this.#trackers.values()], assigned, missed);
    this.#lose(lost);
    for (const tracker of kept) {
      this.#singles.get(tracker)?.reset();
      tracker.assert();
    }
    this.#gain(gained, false);
  }

  #gain(gained: readonly TopicPartition[], fromLow: boolean): void {
    const { options } = this;
    const trackers = gained.map((at) => {
      const budget = this.#delayTopics.has(at.topic) ? this.#delayBudget : this.#mainBudget;
      const tracker = new PartitionTracker(at, ++epochs, budget, this.#client, {
        onBatch: (batch, partition) => this.#handOut(batch, partition),
        onDone: () => this.#singles.get(tracker)?.finished(),
      });
      this.#trackers.set(keyOf(at), tracker);
      tracker.pause(ACQUIRING);
      if (this.#stopping) tracker.pause(STOPPING);
      return tracker;
    });
    const deps = {
      log: options.log,
      graceMs: options.graceMs ?? GRACE_MS,
      committed: (topics: readonly string[]) => readCommitted(options, options.groupId, topics),
      legacyOf: (at: TopicPartition) => this.#legacies.get(keyOf(at)),
      lowOffsets: (topic: string) => readLowOffsets(options, topic),
      startAt: options.startAt,
      begin: (tracker: PartitionTracker, plan: LifePlan) => this.#begin(tracker, plan),
    };
    acquire(trackers, deps, fromLow).catch((error: unknown) => this.#fail(error));
  }

  async #begin(tracker: PartitionTracker, plan: LifePlan): Promise<void> {
    const { log, onAssigned } = this.options;
    if (plan.singleUntil !== null) {
      log.warn({ ...tracker.where(), ...plan }, 'a crash loop at this offset: reading single records');
      this.#singles.set(
        tracker,
        new SingleFile(tracker, plan, {
          commit: (each) => this.#committer.ensure(each),
          quarantine: (record, each) => this.#quarantine(record, each),
        }),
      );
    }
    await this.#committer.ensure(tracker);
    if (!tracker.active()) return;
    tracker.announced = true;
    onAssigned?.([tracker]);
    tracker.assert();
    tracker.resume(ACQUIRING);
  }

  #lose(lost: readonly PartitionTracker[]): void {
    if (lost.length === 0) return;
    for (const tracker of lost) {
      const legacy = tracker.legacy();
      if (legacy) this.#legacies.set(keyOf(tracker), legacy);
      tracker.lose();
      this.#singles.delete(tracker);
      if (this.#trackers.get(keyOf(tracker)) === tracker) this.#trackers.delete(keyOf(tracker));
    }
    this.options.hooks.count('partition_lost', { group: this.options.groupId }, lost.length);
    const announced = lost.filter((tracker) => tracker.announced);
    if (announced.length > 0) {
      this.options.onLost?.(announced.map(({ topic, partition }) => ({ topic, partition })));
    }
  }

  #onFetched(at: TopicPartition, fetched: Fetched): void {
    const tracker = this.#trackers.get(keyOf(at));
    if (!tracker || this.#fatal || this.#stopping) return;
    try {
      const single = this.#singles.get(tracker);
      if (single?.over) this.#singles.delete(tracker);
      if (single && !single.over) single.take(fetched);
      else tracker.deliver(fetched);
    } catch (error) {
      this.#fail(error);
    }
  }

  #handOut(batch: RecordBatch, partition: PartitionHandle): void {
    try {
      this.options.onBatch(batch, partition);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #quarantine(record: ConsumedRecord, tracker: PartitionTracker): Promise<void> {
    const { log, hooks, onQuarantine } = this.options;
    const { topic, partition, offset } = record;
    log.error({ topic, partition, offset }, 'quarantining the record at which the process died again and again');
    const kept = await untilAnswered(
      () => onQuarantine(record).then(() => true),
      () => tracker.active(),
      log,
    );
    if (!kept) throw new Error('the partition is lost');
    hooks.count('quarantined', { topic });
  }

  #onOutOfRange(at: TopicPartition): void {
    const { log, hooks, groupId } = this.options;
    hooks.count('offset_out_of_range', { group: groupId });
    log.error({ ...at }, 'the position lies outside the log: reading from its beginning');
    const tracker = this.#trackers.get(keyOf(at));
    if (!tracker) return;
    this.#lose([tracker]);
    this.#legacies.delete(keyOf(at));
    this.#gain([at], true);
  }

  #onCrash(error: Error, restarts: boolean): void {
    this.#joined = false;
    this.#memberId = null;
    this.#lose([...this.#trackers.values()]);
    this.options.log.warn({ reason: error.message, restarts }, 'the consumer left its group after a fault');
    if (!restarts) this.#fail(error);
  }

  #look(): void {
    const { options } = this;
    const all = [...this.#trackers.values()];
    for (const tracker of stalled(all, performance.now())) {
      options.log.warn(tracker.where(), 'records lie ahead and none come: asking for them again');
      options.hooks.count('stall_kicked', { topic: tracker.topic });
      tracker.progressAt = performance.now();
      tracker.assert();
    }
    reportGauges(all, options.hooks, options.groupId);
    if (this.#life.silent) this.#fail(new Error('the fetch loop fell silent'));
  }

  /** No commit begins after this, so everything since the last one is read again by the next life. */
  #fail(cause: unknown): void {
    if (this.#fatal) return;
    this.#fatal = cause instanceof Error ? cause : new Error(reasonOf(cause));
    this.#committer.halt();
    this.options.onFatal(this.#fatal);
  }
}

/** A consumer; call `start` to join the group. */
export const createConsumer = (options: ConsumerOptions): Consumer => new KafkaConsumer(options);
