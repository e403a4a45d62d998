interface Wake<T> {
  readonly at: number;
  readonly item: T;
}

/** Items by the moment they are to be woken, monotonic ms: a binary heap, so that thousands need one timer. */
export class WakeQueue<T> {
  readonly #heap: Wake<T>[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest moment; `Infinity` when empty. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  add(item: T, at: number): void {
    const wake = { at, item };
    let index = this.#heap.push(wake) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || above.at <= at) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = wake;
  }

  /** Takes the earliest item that is due; `undefined` when none is. */
  takeDue(now: number): T | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first.item;
  }

  /** Puts an entry in place of the root. */
  #sink(entry: Wake<T>): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const [child, smaller] = b !== undefined && b.at < a.at ? [left + 1, b] : [left, a];
      if (smaller.at >= entry.at) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = entry;
  }
}
