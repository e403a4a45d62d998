import type { ConsumedRecord, PartitionHandle, RecordBatch, TopicPartition } from '@app/kafka';
import { LotLoop } from '@app/kafka';
import type { Logger } from '@app/observability';
import {
  classifyDatabaseError,
  ensureBuckets,
  insertRejected,
  StoredPositions,
  untilStored,
  type Database,
} from '@app/persistence';
import { outcomesOf, refuse, type Lot } from '../records/lot.js';
import { readRecord, type ReadRecord } from '../records/read-record.js';
import { refusedOutcome } from '../records/refused-outcome.js';
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
 * Stores what is read, one transaction after the other. A database that is away is waited for; a record it refuses is set
 * aside.
 */
export class StoreLoop {
  readonly #positions = new StoredPositions();
  readonly #loop: LotLoop<ReadRecord>;

  constructor(private readonly options: StoreLoopOptions) {
    this.#loop = new LotLoop({
      limits: LIMITS,
      read: readRecord,
      store: (lot, signal) => this.#store(lot, signal),
      judge: classifyDatabaseError,
      refuse,
      crash: options.crash,
    });
  }

  /** For `ConsumerOptions.onBatch`. */
  push(batch: RecordBatch, handle: PartitionHandle): void {
    this.#loop.push(batch, handle);
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
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #store(lot: Lot, signal: AbortSignal): Promise<void> {
    const { log, metrics } = this.options;
    const ended = metrics.duration.startTimer();
    const stored = await untilStored(log, 'outcomes', () => this.#attempt(lot), signal);
    ended();
    metrics.stored(lot, stored);
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
