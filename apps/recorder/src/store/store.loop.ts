import type { ConsumedRecord, PartitionHandle, RecordBatch, TopicPartition } from '@app/kafka';
import { RecordQueue } from '@app/kafka';
import type { Logger } from '@app/observability';
import { classifyDatabaseError, ensureBuckets, insertRejected, untilStored, type Database } from '@app/persistence';
import { halve, outcomesOf, refuse, type Lot } from '../records/lot.js';
import { readRecord } from '../records/read-record.js';
import { refusedOutcome } from '../records/refused-outcome.js';
import { Positions } from './positions.js';
import type { StoreMetrics } from './store.metrics.js';
import { storeLot, type StoredLot } from './store-lot.js';

/** Records and bytes a transaction is cut at. */
const LIMITS = { weight: 2_000, bytes: 8 * 1024 * 1024 };

export interface StoreLoopOptions {
  readonly database: Database;
  /** Shard of the counters this process writes. */
  readonly shard: number;
  readonly log: Logger;
  readonly metrics: StoreMetrics;
  /** Something is wrong that repeating cannot mend: the process must end before the next commit. */
  readonly crash: (error: unknown) => void;
}

/**
 * Stores what is read, one transaction after the other, each taking what gathered while the last one ran. A record is
 * finished once its transaction has committed. A database that is away is waited for; a record it refuses is set aside.
 */
export class StoreLoop {
  readonly #queue = new RecordQueue(() => this.#wake());
  readonly #positions = new Positions();
  #running = false;
  readonly #ending = new AbortController();
  #idle: Promise<void> = Promise.resolve();

  constructor(private readonly options: StoreLoopOptions) {}

  /** For `ConsumerOptions.onBatch`. */
  push(batch: RecordBatch, handle: PartitionHandle): void {
    this.#queue.push(batch, handle);
  }

  /** For `ConsumerOptions.startAt`. */
  startAt(at: TopicPartition, committed: number | null): Promise<number | null> {
    return this.#positions.startAt(this.options.database, at, committed);
  }

  /** For `ConsumerOptions.onQuarantine`: lists a record that ended the process again and again. */
  async quarantine(record: ConsumedRecord): Promise<void> {
    const row = refusedOutcome(record, 'storage_refused', 'the process ended at this record again and again');
    await insertRejected(this.options.database, [row]);
  }

  /** Begins no further transaction; resolves when the present one has ended, or failed for want of a database. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#idle;
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    this.#idle = this.#run().catch((error: unknown) => {
      const isGivenUp = this.#ending.signal.aborted && classifyDatabaseError(error) === 'retry';
      if (!isGivenUp) this.options.crash(error);
    });
  }

  async #run(): Promise<void> {
    // Not in the turn of whoever pushed: he must get on.
    await Promise.resolve();
    while (!this.#queue.empty && !this.#ending.signal.aborted) {
      const lot = this.#queue.take(LIMITS, readRecord, () => 1);
      if (lot.length > 0) await this.#store(lot);
    }
    this.#running = false;
  }

  /** Data the database refuses is bisected down to the record, which is set aside alone. */
  async #store(lot: Lot): Promise<void> {
    try {
      await this.#commit(lot);
    } catch (error) {
      if (classifyDatabaseError(error) !== 'row') throw error;
      const halves = halve(lot);
      if (halves) for (const half of halves) await this.#store(half);
      else await this.#commit(refuse(lot, `the database refused it: ${messageOf(error)}`));
    }
  }

  async #commit(lot: Lot): Promise<void> {
    const { log, metrics } = this.options;
    const ended = metrics.duration.startTimer();
    const stored = await untilStored(log, 'outcomes', () => this.#attempt(lot), this.#ending.signal);
    ended();
    metrics.stored(lot, stored);
    for (const { handle, items } of lot) for (const { record } of items) handle.done(record.offset);
  }

  async #attempt(lot: Lot): Promise<StoredLot> {
    const { database, shard } = this.options;
    const store = (): Promise<StoredLot> => storeLot(database, this.#positions, shard, lot);
    try {
      return await store();
    } catch (error) {
      if (classifyDatabaseError(error) !== 'bucket') throw error;
      await ensureBuckets(
        database,
        outcomesOf(lot).map(({ bucket }) => bucket),
      );
      return store();
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
