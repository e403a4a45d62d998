import type { Appended, ConsumedRecord, OutgoingRecord, TopicPartition } from '../src/types.js';

const bytes = (data: string | Buffer | null): Buffer | null => (data === null ? null : Buffer.from(data));

/** A commit as the broker keeps it. */
export interface MemoryCommit {
  readonly offset: number;
  readonly metadata: string;
}

/** A member of a group in memory. */
export interface MemoryMember {
  readonly id: string;
  readonly topics: readonly string[];
  held(): Record<string, number[]>;
  joined(assigned: readonly TopicPartition[]): void;
}

/** Logs, groups and commits in memory, with append times like LogAppendTime's. */
export class MemoryBroker {
  readonly #topics = new Map<string, ConsumedRecord[][]>();
  readonly #commits = new Map<string, MemoryCommit>();
  readonly #groups = new Map<string, Set<MemoryMember>>();
  readonly #listeners = new Set<() => void>();

  /** `now`: the broker's clock, epoch ms. */
  constructor(readonly now: () => number = Date.now) {}

  createTopic(name: string, partitions: number): void {
    this.#topics.set(
      name,
      Array.from({ length: partitions }, () => []),
    );
  }

  /** Number of partitions; `null` for a topic that does not exist. */
  partitions(topic: string): number | null {
    return this.#topics.get(topic)?.length ?? null;
  }

  append(record: OutgoingRecord & { partition: number }): Appended {
    const { topic, partition, headers = {} } = record;
    const log = this.#log(record);
    const at = { topic, partition, offset: log.length };
    const timestamp = this.now();
    log.push({
      ...at,
      timestamp,
      key: bytes(record.key),
      value: bytes(record.value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
    });
    for (const listener of this.#listeners) listener();
    return { ...at, appendedAt: timestamp };
  }

  /** Records of a partition from an offset on, at most `max`. */
  read(at: TopicPartition, from: number, max: number): ConsumedRecord[] {
    return this.#log(at).slice(from, from + max);
  }

  /** All records of a topic, by partition and offset. */
  records(topic: string): ConsumedRecord[] {
    return (this.#topics.get(topic) ?? []).flat();
  }

  end(at: TopicPartition): number {
    return this.#log(at).length;
  }

  commit(group: string, at: TopicPartition, commit: MemoryCommit): void {
    this.#commits.set(`${group}|${at.topic}|${at.partition}`, commit);
  }

  committed(group: string, at: TopicPartition): MemoryCommit | null {
    return this.#commits.get(`${group}|${at.topic}|${at.partition}`) ?? null;
  }

  /** Calls back after every append; returns what ends it. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The members of a group; whoever changes the set must see to a new assignment. */
  members(group: string): Set<MemoryMember> {
    const members = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, members);
    return members;
  }

  #log({ topic, partition }: TopicPartition): ConsumedRecord[] {
    const log = this.#topics.get(topic)?.[partition];
    if (!log) throw new Error(`${topic} has no partition ${partition}`);
    return log;
  }
}
