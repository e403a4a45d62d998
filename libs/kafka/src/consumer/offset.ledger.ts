interface Entry {
  readonly offset: number;
  readonly bytes: number;
  done: boolean;
}

/** Finished entries at the front are dropped in lumps of this many. */
const COMPACT_AT = 1_024;

/**
 * The book of one partition: which records were handed out, which are finished, and up to where everything is. Only
 * offsets that held a record are tracked, so gaps of compaction and transaction markers need no special case.
 */
export class OffsetLedger {
  #entries: Entry[] = [];
  #head = 0;
  readonly #open = new Map<number, Entry>();
  #position: number;
  #bytes = 0;

  /** `start`: the offset reading begins at; nothing below it is unfinished. */
  constructor(start: number) {
    this.#position = start;
  }

  /** Next offset to be read. */
  get position(): number {
    return this.#position;
  }

  /** Everything below is finished: what may be committed. Never moves down but by `rewind` below it. */
  get finished(): number {
    return this.#entries[this.#head]?.offset ?? this.#position;
  }

  /** Records handed out and not finished. */
  get records(): number {
    return this.#open.size;
  }

  /** Their bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Notes records handed out, in rising order, and the position after them. */
  handOut(records: readonly { offset: number; bytes: number }[], next: number): void {
    for (const { offset, bytes } of records) {
      if (offset < this.#position) throw new Error(`offset ${offset} comes after position ${this.#position}`);
      const entry = { offset, bytes, done: false };
      this.#entries.push(entry);
      this.#open.set(offset, entry);
      this.#bytes += bytes;
      this.#position = offset + 1;
    }
    if (next < this.#position) throw new Error(`position ${next} lies before ${this.#position}`);
    this.#position = next;
  }

  /** Marks a record finished; `false` if it was not open (unknown, or finished before). */
  done(offset: number): boolean {
    const entry = this.#open.get(offset);
    if (!entry) return false;
    entry.done = true;
    this.#open.delete(offset);
    this.#bytes -= entry.bytes;
    while (this.#entries[this.#head]?.done) this.#head++;
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return true;
  }
}
