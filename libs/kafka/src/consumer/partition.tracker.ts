import type { ConsumedRecord, RecordBatch, TopicPartition } from '../types.js';
import { fitting, sizeOf, type ByteBudget } from './byte.share.js';
import type { PartitionHandle, PartitionPosition } from './consumer.port.js';
import { markProgress, writeMark, type LifeMark, type LifePlan } from './crash-loop.guard.js';
import type { CommitState, Legacy } from './legacy.js';
import { OffsetLedger } from './offset.ledger.js';

/** What a fetch brought, copied. */
export interface Fetched {
  readonly records: readonly ConsumedRecord[];
  readonly next: number;
  readonly highWatermark: number;
}

/** What a tracker asks of the group client. */
export interface PartitionControl {
  pause(at: TopicPartition): void;
  resume(at: TopicPartition): void;
  seek(at: TopicPartition, offset: number): void;
}

export interface TrackerEvents {
  onBatch(batch: RecordBatch, partition: PartitionHandle): void;
  onDone(tracker: PartitionTracker): void;
}

/** Our own reasons to pause. */
const BYTES = 'bytes in flight';

/** One life of one partition: begins when it is gained, ends when it is lost or the consumer stops. */
export class PartitionTracker implements PartitionHandle {
  readonly topic: string;
  readonly partition: number;
  readonly #reasons = new Set<string>();
  #ledger: OffsetLedger | null = null;
  #active = true;
  #mark: LifeMark = { lives: 1, handedOut: null, alone: null };
  #markAt = 0;
  #committed: CommitState | null = null;
  #committing: CommitState | null = null;
  #highWatermark: number | null = null;
  /** Announced to the owner by `onAssigned`. */
  announced = false;
  /** Monotonic time (ms) of the last batch, or of the begin. */
  progressAt = performance.now();

  constructor(
    at: TopicPartition,
    readonly epoch: number,
    private readonly budget: ByteBudget,
    private readonly control: PartitionControl,
    private readonly events: TrackerEvents,
  ) {
    this.topic = at.topic;
    this.partition = at.partition;
  }

  /** The book; `null` until the start is known. */
  get ledger(): OffsetLedger | null {
    return this.#ledger;
  }

  get mark(): LifeMark {
    return this.#mark;
  }

  get paused(): boolean {
    return this.#reasons.size > 0;
  }

  get highWatermark(): number | null {
    return this.#highWatermark;
  }

  /** Where to read from and what the last owner left behind. `committed`: what Kafka holds now. */
  begin(start: number, plan: LifePlan, committed: CommitState | null): void {
    this.#ledger = new OffsetLedger(start);
    this.#mark = plan.mark;
    this.#markAt = start;
    this.#committed = committed;
    this.progressAt = performance.now();
  }

  /** Hands out what fits; what does not is fetched again once there is room. */
  deliver({ records, next, highWatermark }: Fetched): void {
    const ledger = this.#ledger;
    if (!ledger || !this.#active) return;
    this.progressAt = performance.now();
    this.#highWatermark = highWatermark;
    const fresh = records.filter(({ offset }) => offset >= ledger.position);
    const sizes = fresh.map(sizeOf);
    const share = this.budget.share();
    const count = fitting(sizes, ledger.bytes, share);
    const cut = fresh[count];
    const end = cut ? cut.offset : Math.max(next, ledger.position);
    if (cut) this.control.seek(this, count === 0 ? ledger.position : end);
    if (!cut || count > 0) this.handOut(fresh.slice(0, count), sizes, end);
    if (cut || ledger.bytes >= share) this.pause(BYTES);
  }

  /** Hands records out without a look at room. `next`: the position after them. */
  handOut(records: readonly ConsumedRecord[], sizes: readonly number[], next: number): void {
    const ledger = this.#ledger;
    if (!ledger) return;
    const from = ledger.position;
    if (next === from) return;
    const before = ledger.bytes;
    ledger.handOut(
      records.map(({ offset }, index) => ({ offset, bytes: sizes[index] ?? 0 })),
      next,
    );
    this.budget.change(ledger.bytes - before);
    const { topic, partition, epoch } = this;
    const batch = { topic, partition, epoch, from, next, records, highWatermark: this.#highWatermark ?? next };
    this.events.onBatch(batch, this);
  }

  /** A record nobody gets: counts as handed out and finished. */
  pass({ offset }: ConsumedRecord): void {
    this.#ledger?.handOut([{ offset, bytes: 0 }], offset + 1);
    this.done(offset);
  }

  done(offset: number): void {
    const ledger = this.#ledger;
    const before = ledger?.bytes ?? 0;
    if (!this.#active || !ledger?.done(offset)) return;
    this.budget.change(ledger.bytes - before);
    if (ledger.bytes <= this.budget.share() / 2) this.resume(BYTES);
    this.events.onDone(this);
  }

  pause(reason: string): void {
    if (!this.#active) return;
    if (this.#reasons.size === 0) this.control.pause(this);
    this.#reasons.add(reason);
  }

  resume(reason: string): void {
    if (!this.#active || !this.#reasons.delete(reason)) return;
    if (this.#reasons.size === 0) {
      this.progressAt = performance.now();
      this.control.resume(this);
    }
  }

  active(): boolean {
    return this.#active;
  }

  /** Ends this life: all calls on the handle do nothing from now on. */
  lose(): void {
    if (this.#active) this.budget.change(-(this.#ledger?.bytes ?? 0));
    this.#active = false;
  }

  /** Tells the client anew where this partition is read and whether: after a join it knows neither. */
  assert(): void {
    if (this.#ledger) this.control.seek(this, this.#ledger.position);
    if (this.paused) this.control.pause(this);
    else this.control.resume(this);
  }

  setMark(mark: LifeMark): void {
    this.#mark = mark;
  }

  /**
   * What should be committed, `null` if it is already. `clean`: without a mark, for this life ends in order here (or
   * may). `keepUntil`: an end of suspicion the mark must not forget.
   */
  commitState(clean: boolean, keepUntil = 0): CommitState | null {
    const ledger = this.#ledger;
    if (!ledger || !this.#active) return null;
    const handedOut = Math.max(ledger.position, keepUntil);
    if (ledger.finished !== this.#markAt) {
      this.#mark = markProgress(handedOut);
      this.#markAt = ledger.finished;
    } else if (ledger.position > this.#markAt) {
      this.#mark = { ...this.#mark, handedOut: Math.max(this.#mark.handedOut ?? 0, handedOut) };
    }
    const state = { offset: ledger.finished, metadata: clean ? '' : writeMark(this.#mark) };
    const before = this.#committed;
    return before?.offset === state.offset && before.metadata === state.metadata ? null : state;
  }

  /** A commit of this state is on its way: the broker may have it even if no answer comes. */
  committing(state: CommitState): void {
    this.#committing = state;
  }

  committed(state: CommitState): void {
    this.#committed = state;
  }

  /** What is worth knowing after this life; `null` if it never began. */
  legacy(): Legacy | null {
    if (!this.#ledger) return null;
    return {
      finished: this.#ledger.finished,
      left: [this.#committed, this.#committing].filter((state) => state !== null),
    };
  }

  where(): PartitionPosition {
    const { topic, partition } = this;
    const ledger = this.#ledger;
    return {
      topic,
      partition,
      position: ledger?.position ?? 0,
      finished: ledger?.finished ?? 0,
      records: ledger?.records ?? 0,
      bytes: ledger?.bytes ?? 0,
      highWatermark: this.#highWatermark,
      paused: [...this.#reasons],
    };
  }
}
