import type { ConsumedRecord } from '../types.js';
import { sizeOf } from './byte.share.js';
import { markAlone, type LifePlan } from './crash-loop.guard.js';
import type { Fetched, PartitionTracker } from './partition.tracker.js';

const SINGLE = 'single records';

export interface SingleFileDeps {
  /** Resolves once the tracker's present mark is committed; rejects when the partition is lost. */
  commit(tracker: PartitionTracker): Promise<void>;
  /** Resolves once the record is kept somewhere; retried by the callee until then, rejects when the partition is lost. */
  quarantine(record: ConsumedRecord, tracker: PartitionTracker): Promise<void>;
}

/**
 * Reads a suspect stretch of one partition one record at a time: each is marked in Kafka before it is handed out, so
 * that the next life knows who was alone when this one ended.
 */
export class SingleFile {
  #queue: ConsumedRecord[] = [];
  #next = 0;
  #highWatermark = 0;
  #until: number | null;
  #alone: number | null = null;
  #over = false;

  constructor(
    private readonly tracker: PartitionTracker,
    private readonly plan: LifePlan,
    private readonly deps: SingleFileDeps,
  ) {
    this.#until = typeof plan.singleUntil === 'number' ? plan.singleUntil : null;
  }

  /** The stretch lies behind: batches go the ordinary way again. */
  get over(): boolean {
    return this.#over;
  }

  /** Where it ends; 0 before that is known. */
  get until(): number {
    return this.#over ? 0 : (this.#until ?? 0);
  }

  /** Takes a batch; the partition stays paused until the last of it is finished. */
  take({ records, next, highWatermark }: Fetched): void {
    this.#until ??= next;
    this.#queue = [...records];
    this.#next = next;
    this.#highWatermark = highWatermark;
    this.tracker.pause(SINGLE);
    this.#advance();
  }

  /** The partition is read anew from its position: what was not handed out will come again. */
  reset(): void {
    this.#queue = [];
    this.#next = this.tracker.ledger?.position ?? 0;
  }

  /** The record that was out is finished. */
  finished(): void {
    if (this.#alone === null || (this.tracker.ledger?.records ?? 0) > 0) return;
    this.#alone = null;
    this.#advance();
  }

  #advance(): void {
    // A commit that fails for good means the partition is gone, and with it this stretch.
    void this.#handOutNext().catch(() => undefined);
  }

  async #handOutNext(): Promise<void> {
    const { tracker, deps, plan } = this;
    const [record] = this.#queue;
    if (!record || record.offset >= (this.#until ?? 0)) {
      this.#over = this.#next >= (this.#until ?? 0) || record !== undefined;
      tracker.deliver({ records: this.#queue.splice(0), next: this.#next, highWatermark: this.#highWatermark });
      tracker.resume(SINGLE);
      return;
    }
    this.#queue.shift();
    tracker.commitState(false, this.until);
    tracker.setMark(markAlone(tracker.mark, record.offset));
    await deps.commit(tracker);
    if (record.offset === plan.convicted) {
      await deps.quarantine(record, tracker);
      tracker.pass(record);
      this.#advance();
      return;
    }
    this.#alone = record.offset;
    tracker.handOut([record], [sizeOf(record)], record.offset + 1);
  }
}
