import type { PartitionHandle } from '../consumer/consumer.port.js';
import type { Clock, ConsumedRecord, RecordBatch, TopicPartition } from '../types.js';

/** Records released in one turn of the event loop. */
const RELEASE_AT_ONCE = 500;
/** How often the clock is asked while it knows nothing (ms). */
const CLOCKLESS_MS = 50;
/** The longest wait of one timer (ms): the clock's estimate moves, so it is asked again now and then. */
const MAX_TIMER_MS = 10_000;

export interface DelayQueueOptions {
  /** The broker's clock: due times are its append times plus the delay. */
  clock: Clock;
  /** The delay of a topic (ms). */
  delayOf(topic: string): number;
  /** A record is due. Called once a record, in log order within its partition, never early. */
  onDue(record: ConsumedRecord, partition: PartitionHandle): void;
}

interface Waiting {
  readonly partition: PartitionHandle;
  readonly delayMs: number;
  readonly records: ConsumedRecord[];
}

/**
 * Holds records of delay topics until they are due. Within a partition log order is due order, so only heads are
 * looked at. Bytes are bounded by the consumer, which pauses a partition whose records are not finished; a record
 * whose partition was lost is dropped, for its next owner reads it again.
 */
export class DelayQueue {
  readonly #waiting = new Map<PartitionHandle, Waiting>();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(private readonly options: DelayQueueOptions) {}

  /** Records held. */
  get size(): number {
    let size = 0;
    for (const { records } of this.#waiting.values()) size += records.length;
    return size;
  }

  /** Takes a batch of a delay topic. */
  add(batch: RecordBatch, partition: PartitionHandle): void {
    const waiting = this.#waiting.get(partition);
    if (waiting) waiting.records.push(...batch.records);
    else {
      this.#waiting.set(partition, {
        partition,
        delayMs: this.options.delayOf(batch.topic),
        records: [...batch.records],
      });
    }
    this.#arm(0);
  }

  /** Due time (epoch ms, broker's clock) of each partition's head. */
  heads(): (TopicPartition & { dueAt: number })[] {
    return [...this.#waiting.values()].flatMap(({ partition: { topic, partition }, delayMs, records: [head] }) =>
      head ? [{ topic, partition, dueAt: head.timestamp + delayMs }] : [],
    );
  }

  /** Releases nothing any more. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = this.#stopped ? null : setTimeout(() => this.#release(), ms);
  }

  #release(): void {
    const now = this.options.clock.now();
    let room = RELEASE_AT_ONCE;
    let next = Infinity;
    for (const [key, { partition, delayMs, records }] of this.#waiting) {
      if (!partition.active()) {
        this.#waiting.delete(key);
        continue;
      }
      let due = 0;
      while (due < records.length && room > 0 && now !== null && (records[due]?.timestamp ?? 0) + delayMs <= now) {
        due++;
        room--;
      }
      const released = records.splice(0, due);
      const [head] = records;
      if (!head) this.#waiting.delete(key);
      else if (now !== null) next = Math.min(next, head.timestamp + delayMs - now);
      for (const record of released) this.options.onDue(record, partition);
    }
    if (this.#waiting.size === 0) return;
    this.#arm(now === null ? CLOCKLESS_MS : Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil(next))));
  }
}
