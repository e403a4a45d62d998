import type { WaitingRecord } from './waiting.record.js';

/** At most so many records of a partition in one send: kafkajs groups them in quadratic time (1,000 cost it 4 ms). */
const MAX_SEND_RECORDS = 1_000;
/** At most so many bytes of a partition in one send, well below the 1 MiB a broker takes by default. */
export const MAX_SEND_BYTES = 512 * 1024;
/** Halving ends here: smaller sends would not help, a single record goes alone anyway. */
const MIN_SEND_BYTES = 4 * 1024;
const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 1_000;

/** What waits for one partition; at most one send of it is on the wire, so its order is kept as long as nothing fails. */
export class PartitionQueue {
  #waiting: WaitingRecord[] = [];
  #failures = 0;
  #readyAt = 0;
  #maxBytes = MAX_SEND_BYTES;
  #maxRecords = MAX_SEND_RECORDS;
  busy = false;

  constructor(readonly partition: number) {}

  get length(): number {
    return this.#waiting.length;
  }

  /** After a failure it travels alone, so that it holds up nobody. */
  get alone(): boolean {
    return this.#failures > 0 || this.#maxRecords < MAX_SEND_RECORDS;
  }

  /** When it may be sent again (monotonic ms). */
  get readyAt(): number {
    return this.#readyAt;
  }

  ready(now: number): boolean {
    return !this.busy && this.#waiting.length > 0 && this.#readyAt <= now;
  }

  push(record: WaitingRecord): void {
    this.#waiting.push(record);
  }

  /** What goes now: at least one record, within the bounds. Marks the partition busy. */
  take(): WaitingRecord[] {
    let bytes = 0;
    let count = 0;
    for (const record of this.#waiting) {
      bytes += record.bytes;
      if (count > 0 && (count >= this.#maxRecords || bytes > this.#maxBytes)) break;
      count++;
    }
    this.busy = true;
    return this.#waiting.splice(0, count);
  }

  /** The send succeeded. */
  delivered(): void {
    this.busy = false;
    this.#failures = 0;
    this.#readyAt = 0;
    this.#maxRecords = MAX_SEND_RECORDS;
  }

  /** The send failed for a reason that may pass: its records go first again, after a growing wait. */
  putBack(records: readonly WaitingRecord[], now: number): void {
    this.#return(records);
    this.#readyAt = now + Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#failures);
    this.#failures++;
  }

  /** The send was too large: smaller ones from now on, for the broker's limit will not change. */
  halve(records: readonly WaitingRecord[], sentBytes: number): void {
    this.#return(records);
    this.#maxBytes = Math.max(MIN_SEND_BYTES, Math.floor(Math.min(this.#maxBytes, sentBytes) / 2));
    this.#maxRecords = Math.max(1, Math.floor(records.length / 2));
  }

  /** One of the records is refused: fewer at a time, until it stands alone. */
  narrow(records: readonly WaitingRecord[]): void {
    this.#return(records);
    this.#maxRecords = Math.max(1, Math.floor(records.length / 2));
  }

  /** Drops and returns what nobody waits for any more. */
  dropSettled(): WaitingRecord[] {
    const dropped = this.#waiting.filter((record) => record.settled);
    if (dropped.length > 0) this.#waiting = this.#waiting.filter((record) => !record.settled);
    return dropped;
  }

  /** Everything that waits, oldest first. */
  waiting(): readonly WaitingRecord[] {
    return this.#waiting;
  }

  #return(records: readonly WaitingRecord[]): void {
    this.busy = false;
    this.#waiting = [...records, ...this.#waiting];
  }
}
