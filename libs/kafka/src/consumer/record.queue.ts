import type { ConsumedRecord, RecordBatch } from '../types.js';
import type { PartitionHandle } from './consumer.port.js';

/** What is taken of one partition in one go: `items` stand at the offsets `from … next`, some of which hold no record. */
export interface PartitionSlice<Item> {
  readonly handle: PartitionHandle;
  readonly from: number;
  readonly next: number;
  readonly items: readonly Item[];
}

/** How much is taken in one go. A single record may exceed it. */
export interface SliceLimits {
  /** Sum of what `weigh` says of the items. */
  readonly weight: number;
  /** Sum of the records' values. */
  readonly bytes: number;
}

interface Waiting {
  readonly handle: PartitionHandle;
  readonly batch: RecordBatch;
  /** Records of the batch already taken, and the offset that follows them. */
  taken: number;
  position: number;
}

/**
 * What was read and not yet worked on, in order a partition. Taking what gathered while the last lot was worked on needs
 * no linger: an idle reader works at once, a busy one in large lots.
 */
export class RecordQueue {
  readonly #waiting: Waiting[] = [];

  /** `wake` is called whenever something has come. */
  constructor(private readonly wake: () => void) {}

  push(batch: RecordBatch, handle: PartitionHandle): void {
    this.#waiting.push({ handle, batch, taken: 0, position: batch.from });
    this.wake();
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** The next lot as `read` sees it, a slice a partition; batches of lost partitions are dropped. */
  take<Item>(
    limits: SliceLimits,
    read: (record: ConsumedRecord) => Item,
    weigh: (item: Item) => number,
  ): PartitionSlice<Item>[] {
    const slices = new Map<PartitionHandle, PartitionSlice<Item> & { items: Item[]; next: number }>();
    let weight = 0;
    let bytes = 0;
    for (let head = this.#waiting[0]; head; head = this.#waiting[0]) {
      if (!head.handle.active()) {
        this.#waiting.shift();
        continue;
      }
      const { handle, position } = head;
      const slice = slices.get(handle) ?? { handle, from: position, next: position, items: [] };
      for (; head.taken < head.batch.records.length; head.taken += 1) {
        const record = head.batch.records[head.taken];
        if (!record) break;
        const item = read(record);
        const size = record.value?.length ?? 0;
        const isFull = weight > 0 && (weight + weigh(item) > limits.weight || bytes + size > limits.bytes);
        if (isFull) return [...slices.values()];
        weight += Math.max(1, weigh(item));
        bytes += size;
        slice.items.push(item);
        slice.next = head.position = record.offset + 1;
        slices.set(handle, slice);
      }
      slice.next = head.batch.next;
      slices.set(handle, slice);
      this.#waiting.shift();
    }
    return [...slices.values()].filter(({ from, next }) => next > from);
  }
}
