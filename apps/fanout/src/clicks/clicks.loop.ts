import {
  LotLoop,
  type Lot,
  type PartitionHandle,
  type Producer,
  type RecordBatch,
  type TopicPartition,
} from '@app/kafka';
import type { Logger } from '@app/observability';
import { StoredPositions, classifyDatabaseError, untilStored, type Database } from '@app/persistence';
import { rejectRecords, type Rejection } from '../intake/reject.js';
import type { ClickMetrics } from './clicks.metrics.js';
import { readClick, type ReadClick } from './read-click.js';
import { clicksOf, storeClicks } from './store-clicks.js';

/** Records and bytes a transaction is cut at. */
const LIMITS = { weight: 2_000, bytes: 4 * 1024 * 1024 };

export interface ClicksLoopOptions {
  readonly database: Database;
  readonly producer: Pick<Producer, 'sendMany'>;
  /** Shard of the counters this process writes. */
  readonly shard: number;
  readonly log: Logger;
  readonly metrics: ClickMetrics;
  /** Something is wrong that repeating cannot mend: the process must end before the next commit. */
  readonly crash: (error: unknown) => void;
}

const rejectionsOf = (lot: Lot<ReadClick>): Rejection[] =>
  lot.flatMap(({ items }) => items.flatMap((item) => (item.is === 'rejected' ? [item] : [])));

const refuse = (lot: Lot<ReadClick>, detail: string): Lot<ReadClick> =>
  lot.map((slice) => ({
    ...slice,
    items: slice.items.map((item): ReadClick => {
      if (item.is === 'rejected') return item;
      const { record, row } = item;
      return { is: 'rejected', record, reason: 'storage_refused', detail, spaceId: row.spaceId };
    }),
  }));

/** Stores clicks as they come, beside the intake of events and never behind it: events wait for clicks, not they for them. */
export class ClicksLoop {
  readonly #positions = new StoredPositions();
  readonly #loop: LotLoop<ReadClick>;

  constructor(private readonly options: ClicksLoopOptions) {
    this.#loop = new LotLoop({
      limits: LIMITS,
      read: readClick,
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

  /** Begins no further transaction; resolves when the present one has ended, or failed for want of a database. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #store(lot: Lot<ReadClick>, signal: AbortSignal): Promise<void> {
    const { database, producer, shard, log, metrics } = this.options;
    const fresh = await untilStored(log, 'clicks', () => storeClicks(database, this.#positions, shard, lot), signal);
    const rejections = rejectionsOf(lot);
    metrics.stored(fresh, clicksOf(lot).length - fresh, rejections.length);
    await rejectRecords(producer, log, rejections);
  }
}
