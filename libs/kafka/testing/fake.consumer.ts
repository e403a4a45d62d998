import { assignSlots } from '../src/assigner/sticky.assign.js';
import { ByteBudget } from '../src/consumer/byte.share.js';
import type { Consumer, ConsumerHealth, ConsumerOptions, PartitionPosition } from '../src/consumer/consumer.port.js';
import { planLife } from '../src/consumer/crash-loop.guard.js';
import { compareAssignment, keyOf } from '../src/consumer/partition.key.js';
import { PartitionTracker } from '../src/consumer/partition.tracker.js';
import { delay } from '../src/timers.js';
import type { TopicPartition } from '../src/types.js';
import type { MemoryBroker, MemoryMember } from './memory.broker.js';

const BATCH = 500;
const MAX_BYTES = 64 * 1024 * 1024;
const DRAIN_LOOK_MS = 1;

let made = 0;

/** A consumer of a `MemoryBroker`, with the real book-keeping of partitions; no crash-loop guard. */
export class FakeConsumer implements Consumer {
  readonly #trackers = new Map<string, PartitionTracker>();
  readonly #paused = new Set<string>();
  readonly #member: MemoryMember;
  readonly #budget: ByteBudget;
  #unlisten: () => void = () => undefined;
  #stopping = false;
  #fatal: Error | null = null;
  #scheduled = false;

  constructor(
    private readonly broker: MemoryBroker,
    private readonly options: ConsumerOptions,
  ) {
    this.#budget = new ByteBudget(options.maxBytesInFlight ?? MAX_BYTES);
    this.#member = {
      id: `member-${String(++made).padStart(6, '0')}`,
      topics: options.topics,
      held: () => {
        const held: Record<string, number[]> = {};
        for (const { topic, partition } of this.#trackers.values()) (held[topic] ??= []).push(partition);
        return held;
      },
      joined: (assigned) => this.#onJoined(assigned),
    };
  }

  start(): Promise<void> {
    this.broker.members(this.options.groupId).add(this.#member);
    this.#unlisten = this.broker.onAppend(() => this.#schedule());
    this.#rebalance();
    return Promise.resolve();
  }

  stopIntake(): void {
    this.#stopping = true;
    for (const tracker of this.#trackers.values()) tracker.pause('stopping');
  }

  async stop({ drainMs }: { drainMs: number }): Promise<void> {
    this.stopIntake();
    const deadline = performance.now() + drainMs;
    const open = (): boolean => [...this.#trackers.values()].some(({ ledger }) => (ledger?.records ?? 0) > 0);
    while (open() && performance.now() < deadline && !this.#fatal) await delay(DRAIN_LOOK_MS);
    this.#unlisten();
    for (const tracker of this.#trackers.values()) tracker.lose();
    this.#trackers.clear();
    this.broker.members(this.options.groupId).delete(this.#member);
    this.#rebalance();
  }

  assignment(): readonly TopicPartition[] {
    return [...this.#trackers.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  positions(): readonly PartitionPosition[] {
    return [...this.#trackers.values()].map((tracker) => tracker.where());
  }

  health(): ConsumerHealth {
    const detail = this.#fatal?.message ?? null;
    return { ready: !this.#stopping && !this.#fatal, live: !this.#fatal, detail };
  }

  #rebalance(): void {
    const members = [...this.broker.members(this.options.groupId)];
    const topics = new Set(members.flatMap((member) => member.topics));
    const counts = new Map([...topics].map((topic) => [topic, this.broker.partitions(topic) ?? 0]));
    const assigned = assignSlots(
      members.map((member) => ({ id: member.id, topics: member.topics, owned: member.held() })),
      counts,
    );
    for (const member of members) {
      const mine = Object.entries(assigned.get(member.id) ?? {});
      member.joined(mine.flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition }))));
    }
  }

  #onJoined(assigned: readonly TopicPartition[]): void {
    const { lost, gained } = compareAssignment([...this.#trackers.values()], assigned, false);
    for (const tracker of lost) {
      tracker.lose();
      this.#trackers.delete(keyOf(tracker));
    }
    const announced = lost.filter((tracker) => tracker.announced);
    if (announced.length > 0) this.options.onLost?.(announced.map(({ topic, partition }) => ({ topic, partition })));
    for (const at of gained) void this.#gain(at);
  }

  async #gain(at: TopicPartition): Promise<void> {
    const { groupId, startAt, onAssigned, onBatch } = this.options;
    const tracker = new PartitionTracker(
      at,
      ++made,
      this.#budget,
      {
        pause: (which) => void this.#paused.add(keyOf(which)),
        resume: (which) => {
          this.#paused.delete(keyOf(which));
          this.#schedule();
        },
        seek: () => this.#schedule(),
      },
      { onBatch, onDone: () => this.#commit(tracker) },
    );
    this.#trackers.set(keyOf(at), tracker);
    this.#paused.delete(keyOf(at));
    await Promise.resolve();
    const committed = this.broker.committed(groupId, at)?.offset ?? null;
    const start = (await startAt?.(at, committed)) ?? committed ?? 0;
    if (!tracker.active()) return;
    tracker.begin(start, planLife(null, committed, start), null);
    tracker.announced = true;
    onAssigned?.([tracker]);
    this.#schedule();
  }

  #commit(tracker: PartitionTracker): void {
    const state = this.#fatal ? null : tracker.commitState(true);
    if (!state) return;
    this.broker.commit(this.options.groupId, tracker, state);
    tracker.committed(state);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#poll();
    });
  }

  #poll(): void {
    for (const tracker of this.#trackers.values()) {
      const { ledger } = tracker;
      if (!ledger || this.#paused.has(keyOf(tracker)) || this.#stopping || this.#fatal) continue;
      const records = this.broker.read(tracker, ledger.position, BATCH);
      const last = records.at(-1);
      if (!last) continue;
      try {
        tracker.deliver({ records, next: last.offset + 1, highWatermark: this.broker.end(tracker) });
      } catch (error) {
        this.#fatal = error instanceof Error ? error : new Error(String(error));
        this.options.onFatal(this.#fatal);
      }
      this.#schedule();
    }
  }
}
