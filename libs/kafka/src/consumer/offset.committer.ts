import { NotRunningError } from '../kafkajs/commit.repair.js';
import { protocolType, reasonOf } from '../kafkajs/failure.js';
import { delay } from '../timers.js';
import type { KafkaHooks, KafkaLog, TopicPartition } from '../types.js';
import type { CommitState } from './legacy.js';
import type { PartitionTracker } from './partition.tracker.js';

/** A commit the coordinator refused because the group is changing: the fetch loop will join anew. */
const REBALANCING = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID']);
const RETRY_MS = 100;
/** Of commits that fail one after the other every so many is worth a line. */
const LINE_EVERY = 60;

export interface CommitterDeps {
  groupId: string;
  intervalMs: number;
  log: KafkaLog;
  hooks: KafkaHooks;
  trackers(): Iterable<PartitionTracker>;
  /** What to commit of a tracker now, `null` for nothing new. */
  stateOf(tracker: PartitionTracker, clean: boolean): CommitState | null;
  commit(offsets: readonly (TopicPartition & CommitState)[]): Promise<void>;
}

/** Commits what is finished, on a timer and on demand, one request at a time; a refusal is tried again later. */
export class OffsetCommitter {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #halted = false;
  #failures = 0;

  constructor(private readonly deps: CommitterDeps) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.run(false), this.deps.intervalMs);
  }

  /** No commit begins after this. */
  halt(): void {
    this.#halted = true;
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Commits everything new, after the commit that may be under way. Never rejects. */
  async run(clean: boolean): Promise<void> {
    while (this.#running) await this.#running;
    this.#running = this.#once(clean).finally(() => (this.#running = null));
    await this.#running;
  }

  /** Resolves once everything of this tracker is committed; rejects when it is lost or the committer halted. */
  async ensure(tracker: PartitionTracker): Promise<void> {
    for (;;) {
      if (!tracker.active() || this.#halted) throw new Error('the partition is lost');
      if (this.deps.stateOf(tracker, false) === null) return;
      await this.run(false);
      if (this.deps.stateOf(tracker, false) !== null) await delay(RETRY_MS);
    }
  }

  async #once(clean: boolean): Promise<void> {
    if (this.#halted) return;
    const { deps } = this;
    const due = [...deps.trackers()].flatMap((tracker) => {
      const state = deps.stateOf(tracker, clean);
      return state === null ? [] : [{ tracker, state }];
    });
    if (due.length === 0) return;
    for (const { tracker, state } of due) tracker.committing(state);
    try {
      await deps.commit(due.map(({ tracker: { topic, partition }, state }) => ({ topic, partition, ...state })));
      for (const { tracker, state } of due) tracker.committed(state);
      this.#failures = 0;
    } catch (error) {
      if (error instanceof NotRunningError) return;
      const cause = protocolType(error) ?? 'OTHER';
      deps.hooks.count('commit_rejected', { group: deps.groupId, cause });
      const level = REBALANCING.has(cause) || this.#failures++ % LINE_EVERY > 0 ? 'debug' : 'info';
      deps.log[level]({ cause, reason: reasonOf(error) }, 'offsets were not committed, they will be later');
    }
  }
}
