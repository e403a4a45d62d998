import type { ConsumedRecord, PartitionHandle, RecordBatch } from '@app/kafka';

/** What one transaction takes of one partition: `items` stand at offsets `from … next`. */
export interface PartitionSlice<Item> {
  handle: PartitionHandle;
  from: number;
  next: number;
  items: readonly Item[];
}

/** How large a transaction may grow. Counted in outbox rows, not events, because fan-out multiplies. */
export interface SliceLimits {
  rows: number;
  bytes: number;
}

interface Waiting {
  handle: PartitionHandle;
  batch: RecordBatch;
  /** Records of the batch already taken, and the offset that follows them. */
  taken: number;
  position: number;
}

/**
 * What was read and not yet stored, in order per partition. A slice takes what gathered while the last transaction ran:
 * nothing waits for a batch to fill.
 */
export class IntakeQueue {
  private readonly waiting: Waiting[] = [];

  constructor(private readonly wake: () => void) {}

  push(batch: RecordBatch, handle: PartitionHandle): void {
    this.waiting.push({ handle, batch, taken: 0, position: batch.from });
    this.wake();
  }

  get empty(): boolean {
    return this.waiting.length === 0;
  }

  /**
   * The next transaction's records as `read` sees them, at least one if any waits; a single record may exceed the limits.
   * `rowsOf` says how many outbox rows an item makes at most.
   */
  take<Item>(
    limits: SliceLimits,
    read: (record: ConsumedRecord) => Item,
    rowsOf: (item: Item) => number,
  ): PartitionSlice<Item>[] {
    const slices = new Map<PartitionHandle, PartitionSlice<Item> & { items: Item[] }>();
    let rows = 0;
    let bytes = 0;
    let full = false;
    while (!full) {
      const [head] = this.waiting;
      if (!head) break;
      if (!head.handle.active()) {
        this.waiting.shift();
        continue;
      }
      const slice = slices.get(head.handle) ?? {
        handle: head.handle,
        from: head.position,
        next: head.position,
        items: [],
      };
      slices.set(head.handle, slice);
      for (const record of head.batch.records.slice(head.taken)) {
        const item = read(record);
        const more = rowsOf(item);
        const size = record.value?.length ?? 0;
        full = rows > 0 && (rows + more > limits.rows || bytes + size > limits.bytes);
        if (full) break;
        rows += Math.max(1, more);
        bytes += size;
        slice.items.push(item);
        slice.next = head.position = record.offset + 1;
        head.taken += 1;
      }
      if (full) break;
      slice.next = head.batch.next;
      this.waiting.shift();
    }
    return [...slices.values()].filter(({ from, next }) => next > from);
  }
}
