import { Fifo } from './fifo.js';
import type { LaneItem } from './lane.js';
import { Lane } from './lane.js';
import type { Slots } from './slots.js';
import { WakeQueue } from './wake.queue.js';

/**
 * What became of a lane's turn.
 * - `again`: something was taken from its line, and it may have more. `done`: nothing more until an event of its own.
 * - `slot`: it may send but there is no slot. `configuration`: it waits for a newer one.
 * - a number: not before that moment (monotonic ms).
 */
export type Turn = 'again' | 'done' | 'slot' | 'configuration' | number;

export interface LaneSetOptions<T extends LaneItem> {
  readonly slots: Slots;
  /** Bytes that may wait in all lines together. */
  readonly budgetBytes: number;
  /** Gives a lane its turn: at most one request, or any number of items that need none. */
  readonly serve: (lane: Lane<T>) => Turn;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Calls back once, after that many ms. */
  readonly later: (ms: number, call: () => void) => void;
}

function takeFirst<V>(set: Set<V>): V | undefined {
  for (const first of set) {
    set.delete(first);
    return first;
  }
  return undefined;
}

/**
 * All lanes of a process. Those that can send take turns, one request a turn; those that cannot wait aside, each in one
 * place, without timers of their own. A line may grow as long as the room that is still free, so the more lanes are
 * full the shorter each gets, and a fresh one always finds room.
 */
export class LaneSet<T extends LaneItem> {
  readonly #lanes = new Map<string, Lane<T>>();
  readonly #ready = new Fifo<Lane<T>>();
  readonly #forSlot = new Set<Lane<T>>();
  readonly #forSlowSlot = new Set<Lane<T>>();
  readonly #forConfiguration = new Set<Lane<T>>();
  readonly #wakes = new WakeQueue<Lane<T>>();
  #wakeSetFor = Infinity;
  #bytes = 0;
  #pumping = false;

  constructor(private readonly options: LaneSetOptions<T>) {}

  get size(): number {
    return this.#lanes.size;
  }

  /** Bytes waiting in all lines. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Lanes wait for a newer configuration. */
  get awaitsConfiguration(): boolean {
    return this.#forConfiguration.size > 0;
  }

  all(): IterableIterator<Lane<T>> {
    return this.#lanes.values();
  }

  get(id: string): Lane<T> | undefined {
    return this.#lanes.get(id);
  }

  /** The lane of a destination, made if there is none. */
  open(id: string, partition: number): Lane<T> {
    const known = this.#lanes.get(id);
    if (known) return known;
    const lane = new Lane<T>(id, partition);
    this.#lanes.set(id, lane);
    return lane;
  }

  /** Lines up an item; `false` when its line is full. */
  push(lane: Lane<T>, item: T): boolean {
    if (lane.waiting > 0 && lane.bytes + item.bytes > this.options.budgetBytes - this.#bytes) return false;
    lane.push(item);
    this.#bytes += item.bytes;
    this.ready(lane);
    return true;
  }

  /** Puts an item at the head of its line, however full it is. */
  unshift(lane: Lane<T>, item: T): void {
    lane.unshift(item);
    this.#bytes += item.bytes;
    this.ready(lane);
  }

  shift(lane: Lane<T>): T | undefined {
    const item = lane.shift();
    if (item !== undefined) this.#bytes -= item.bytes;
    return item;
  }

  /** Has the lane served soon, unless it waits for something. */
  ready(lane: Lane<T>): void {
    if (lane.place === 'slow slot' && lane.quick && this.#forSlowSlot.delete(lane)) this.#awaitSlot(lane);
    if (lane.place !== 'nowhere' || lane.waiting === 0) return;
    lane.place = 'ready';
    this.#ready.push(lane);
  }

  /** A newer configuration is held. */
  configurationArrived(): void {
    for (const lane of this.#forConfiguration) this.#bringBack(lane);
    this.#forConfiguration.clear();
  }

  /** Gives turns until nobody can send. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      this.#wakeDue();
      for (let lane = this.#next(); lane; lane = this.#next()) {
        lane.place = 'nowhere';
        this.#settle(lane, this.options.serve(lane));
      }
      this.#setTimer();
    } finally {
      this.#pumping = false;
    }
  }

  /** Forgets lanes that are idle. */
  sweep(): void {
    const now = this.options.now();
    for (const lane of this.#lanes.values()) if (lane.isIdle(now)) this.#lanes.delete(lane.id);
  }

  /** Lanes that wait for a slot come back one by one, longest wait first, and only while there is one. */
  #next(): Lane<T> | undefined {
    const { slots } = this.options;
    return (
      this.#ready.shift() ??
      (slots.admits(false) ? takeFirst(this.#forSlowSlot) : undefined) ??
      (slots.admits(true) ? takeFirst(this.#forSlot) : undefined)
    );
  }

  #settle(lane: Lane<T>, turn: Turn): void {
    if (turn === 'again') this.ready(lane);
    else if (turn === 'slot') this.#awaitSlot(lane);
    else if (turn === 'configuration') {
      lane.place = 'configuration';
      this.#forConfiguration.add(lane);
    } else if (turn !== 'done') {
      lane.place = 'timer';
      this.#wakes.add(lane, turn);
    }
  }

  #awaitSlot(lane: Lane<T>): void {
    lane.place = lane.quick ? 'slot' : 'slow slot';
    (lane.quick ? this.#forSlot : this.#forSlowSlot).add(lane);
  }

  #bringBack(lane: Lane<T>): void {
    lane.place = 'nowhere';
    this.ready(lane);
  }

  #wakeDue(): void {
    const now = this.options.now();
    for (let lane = this.#wakes.takeDue(now); lane; lane = this.#wakes.takeDue(now)) this.#bringBack(lane);
  }

  #setTimer(): void {
    const at = this.#wakes.nextAt;
    if (at >= this.#wakeSetFor || at === Infinity) return;
    this.#wakeSetFor = at;
    this.options.later(Math.max(1, Math.ceil(at - this.options.now())), () => {
      if (this.#wakeSetFor === at) this.#wakeSetFor = Infinity;
      this.pump();
    });
  }
}
