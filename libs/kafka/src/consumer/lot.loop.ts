import type { ConsumedRecord, RecordBatch } from '../types.js';
import type { PartitionHandle } from './consumer.port.js';
import { RecordQueue, type SliceLimits } from './record.queue.js';
import { halve, type Lot, type ReadItem } from './record.slices.js';

/** What a failure to store means: `row`: the data is at fault; `retry`: the store is away. */
type Judgement = 'row' | 'retry' | (string & {});

export interface LotLoopOptions<Item extends ReadItem> {
  readonly limits: SliceLimits;
  /** Looks at nothing but the record, and does not throw. */
  readonly read: (record: ConsumedRecord) => Item;
  /** Stores a lot, all of it or nothing; may wait for a store that is away until `signal` is aborted. */
  readonly store: (lot: Lot<Item>, signal: AbortSignal) => Promise<void>;
  readonly judge: (error: unknown) => Judgement;
  /** A lot of one record that the store does not take, changed so that it does. */
  readonly refuse: (lot: Lot<Item>, detail: string) => Lot<Item>;
  /** Something is wrong that repeating cannot mend: the process must end before the next commit. */
  readonly crash: (error: unknown) => void;
}

/**
 * Stores what is read, one lot after the other, each taking what gathered while the last one was stored. A record is
 * finished once its lot is stored. Data the store refuses is bisected down to the record, which is set aside alone.
 */
export class LotLoop<Item extends ReadItem> {
  readonly #queue = new RecordQueue(() => this.#wake());
  readonly #ending = new AbortController();
  #running = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(private readonly options: LotLoopOptions<Item>) {}

  /** For `ConsumerOptions.onBatch`. */
  push(batch: RecordBatch, handle: PartitionHandle): void {
    this.#queue.push(batch, handle);
  }

  /** Begins no further lot; resolves when the present one is stored, or was given up because the store is away. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#idle;
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    this.#idle = this.#run().catch((error: unknown) => {
      const isGivenUp = this.#ending.signal.aborted && this.options.judge(error) === 'retry';
      if (!isGivenUp) this.options.crash(error);
    });
  }

  async #run(): Promise<void> {
    const { limits, read } = this.options;
    // Not in the turn of whoever pushed: he must get on.
    await Promise.resolve();
    while (!this.#queue.empty && !this.#ending.signal.aborted) {
      const lot = this.#queue.take(limits, read, () => 1);
      if (lot.length > 0) await this.#store(lot);
    }
    this.#running = false;
  }

  async #store(lot: Lot<Item>): Promise<void> {
    const { judge, refuse } = this.options;
    try {
      await this.#finish(lot);
    } catch (error) {
      if (judge(error) !== 'row') throw error;
      const halves = halve(lot);
      if (halves) for (const half of halves) await this.#store(half);
      else await this.#finish(refuse(lot, `the database refused it: ${messageOf(error)}`));
    }
  }

  async #finish(lot: Lot<Item>): Promise<void> {
    await this.options.store(lot, this.#ending.signal);
    for (const { handle, items } of lot) for (const { record } of items) handle.done(record.offset);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
