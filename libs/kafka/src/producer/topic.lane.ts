import { failureOf, reasonOf } from '../kafkajs/failure.js';
import type { Appended, KafkaContext } from '../types.js';
import { checkCoverage, type Cargo, type Covered } from './coverage.check.js';
import { MAX_SEND_BYTES, PartitionQueue } from './partition.queue.js';
import { ProduceError, type ProduceErrorCode } from './produce.error.js';
import type { ProducerLink } from './producer.link.js';
import { settle, type WaitingRecord } from './waiting.record.js';

/** Sends of one topic on the wire at once, but for partitions that failed: those travel alone. */
const MAX_CALLS = 4;
/** At most so much in one send over all partitions: encoding it blocks the process for some 10 ms. */
const MAX_CALL_BYTES = 4 * MAX_SEND_BYTES;
/** Of sends that fail one after the other every so many is worth a line. */
const LINE_EVERY = 50;
/** How often deadlines are looked at (ms). */
const SWEEP_MS = 100;

const cargoOf = (queue: PartitionQueue): Cargo => ({ queue, records: queue.take() });

const bytesOf = (records: readonly WaitingRecord[]): number => records.reduce((sum, { bytes }) => sum + bytes, 0);

export interface LaneOptions extends KafkaContext {
  topic: string;
  maxQueueBytes: number;
  maxQueueRecords: number;
  link: () => Pick<ProducerLink, 'send'>;
  /** A send of this topic found it, or another, missing; or an answer left partitions out. */
  onDoubt: () => void;
  onAppended: (appendedAt: number) => void;
}

/**
 * All that is queued and on the wire for one topic, with bounds of its own, so that a topic in trouble takes nothing
 * from the others. An idle lane sends at once; a busy one sends what gathered meanwhile.
 */
export class TopicLane {
  readonly #queues = new Map<number, PartitionQueue>();
  readonly #onWire = new Set<WaitingRecord>();
  readonly #idle: (() => void)[] = [];
  #calls = 0;
  #bytes = 0;
  #records = 0;
  #scheduled = false;
  #wake: NodeJS.Timeout | null = null;
  #sweep: NodeJS.Timeout | null = null;
  #failing = 0;
  #lastFailure: { code: ProduceErrorCode; reason: string } | null = null;

  constructor(private readonly options: LaneOptions) {}

  /** Bytes and records held, on the wire included. */
  get load(): { bytes: number; records: number } {
    return { bytes: this.#bytes, records: this.#records };
  }

  /** Takes a record, or answers it at once with `queue_full`. */
  add(record: WaitingRecord): void {
    const { topic, maxQueueBytes, maxQueueRecords, hooks } = this.options;
    if (this.#bytes + record.bytes > maxQueueBytes || this.#records >= maxQueueRecords) {
      hooks.count('produce_failed', { topic, code: 'queue_full' });
      settle(record, new ProduceError('queue_full', topic, `${this.#records} records wait for ${topic}`));
      return;
    }
    this.#bytes += record.bytes;
    this.#records++;
    this.#queueOf(record.partition).push(record);
    this.#sweep ??= setInterval(() => this.#expire(performance.now()), SWEEP_MS);
    this.#schedule();
  }

  /** Resolves when nothing is held any more. */
  drained(): Promise<void> {
    return this.#records === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Answers everything with `closed`. */
  close(): void {
    for (const queue of this.#queues.values()) for (const record of queue.waiting()) this.#fail(record, 'closed', null);
    for (const record of this.#onWire) this.#fail(record, 'closed', null);
    this.#dropSettled();
    if (this.#wake) clearTimeout(this.#wake);
    if (this.#sweep) clearInterval(this.#sweep);
  }

  #queueOf(partition: number): PartitionQueue {
    let queue = this.#queues.get(partition);
    if (!queue) this.#queues.set(partition, (queue = new PartitionQueue(partition)));
    return queue;
  }

  /** One turn of the event loop later, so that everything asked for in this one goes together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    const now = performance.now();
    const ready = [...this.#queues.values()].filter((queue) => queue.ready(now));
    for (const queue of ready) if (queue.alone) void this.#call([cargoOf(queue)], false);
    let cargos: Cargo[] = [];
    let bytes = 0;
    for (const queue of ready) {
      if (queue.alone || this.#calls >= MAX_CALLS) continue;
      const cargo = cargoOf(queue);
      cargos.push(cargo);
      bytes += bytesOf(cargo.records);
      if (bytes < MAX_CALL_BYTES) continue;
      void this.#call(cargos, true);
      cargos = [];
      bytes = 0;
    }
    if (cargos.length > 0) void this.#call(cargos, true);
    this.#wakeAt(now);
  }

  #wakeAt(now: number): void {
    let next = Infinity;
    for (const queue of this.#queues.values()) {
      if (queue.length > 0 && !queue.busy && queue.readyAt > now) next = Math.min(next, queue.readyAt);
    }
    if (this.#wake) clearTimeout(this.#wake);
    this.#wake = next === Infinity ? null : setTimeout(() => this.#schedule(), next - now);
  }

  async #call(cargos: readonly Cargo[], together: boolean): Promise<void> {
    const { topic, link, hooks } = this.options;
    let resent = 0;
    for (const { records } of cargos) {
      for (const record of records) {
        if (record.attempts++ > 0) resent++;
        this.#onWire.add(record);
      }
    }
    if (resent > 0) hooks.count('produce_resent', { topic }, resent);
    if (together) this.#calls++;
    const { answered, fault } = await link().send(topic, cargos);
    const { covered, missed } = checkCoverage(cargos, answered);
    for (const each of covered) this.#deliver(each);
    if (fault) this.#failed(missed, fault.cause);
    else for (const cargo of missed) this.#missed(cargo);
    if (together) this.#calls--;
    for (const { records } of cargos) for (const record of records) this.#onWire.delete(record);
    this.#dropSettled();
    this.#schedule();
  }

  #deliver({ cargo, baseOffset, appendedAt }: Covered): void {
    const { topic, onAppended } = this.options;
    this.#lastFailure = null;
    this.#failing = 0;
    cargo.queue.delivered();
    if (appendedAt !== null) onAppended(appendedAt);
    cargo.records.forEach((record, index) => {
      const at: Appended = {
        topic,
        partition: record.partition,
        offset: baseOffset + index,
        appendedAt: appendedAt ?? Date.now(),
      };
      this.#release(record);
      settle(record, at);
    });
  }

  #missed(cargo: Cargo): void {
    const { topic, hooks, log, onDoubt } = this.options;
    hooks.count('produce_coverage_miss', { topic }, cargo.records.length);
    log.warn(
      { topic, partition: cargo.queue.partition, records: cargo.records.length },
      'resending what was not covered',
    );
    cargo.queue.putBack(cargo.records, performance.now());
    onDoubt();
  }

  #failed(cargos: readonly Cargo[], error: unknown): void {
    const { topic, onDoubt } = this.options;
    const failure = failureOf(error);
    const reason = reasonOf(error);
    const now = performance.now();
    const lone = cargos.length === 1;
    if (failure === 'unknown_topic') onDoubt();
    if (failure === 'passing' || failure === 'unknown_topic') {
      this.#lastFailure = { code: failure === 'passing' ? 'unavailable' : failure, reason };
    }
    for (const { queue, records } of cargos) {
      const only = records.length === 1 ? records[0] : undefined;
      if (failure === 'passing' || failure === 'unknown_topic' || !lone) queue.putBack(records, now);
      else if (only) {
        queue.delivered();
        this.#release(only);
        this.#fail(only, failure, reason);
      } else if (failure === 'too_large') {
        queue.halve(records, bytesOf(records));
      } else queue.narrow(records);
    }
    const level = this.#failing++ % LINE_EVERY > 0 ? 'debug' : 'info';
    this.options.log[level]({ topic, failure, reason }, 'a send failed and will be repeated');
  }

  #expire(now: number): void {
    const code = this.#lastFailure?.code ?? 'timeout';
    const reason = this.#lastFailure?.reason ?? null;
    const late = (record: WaitingRecord): void => {
      if (record.deadlineAt <= now && !record.settled) this.#fail(record, code, reason);
    };
    for (const queue of this.#queues.values()) queue.waiting().forEach(late);
    this.#onWire.forEach(late);
    this.#dropSettled();
  }

  #fail(record: WaitingRecord, code: ProduceErrorCode, reason: string | null): void {
    const { topic, hooks } = this.options;
    if (record.settled) return;
    hooks.count('produce_failed', { topic, code });
    settle(record, new ProduceError(code, topic, `${topic}: ${reason ?? code}`));
  }

  #dropSettled(): void {
    for (const queue of this.#queues.values()) for (const record of queue.dropSettled()) this.#release(record);
    if (this.#records > 0) return;
    if (this.#sweep) clearInterval(this.#sweep);
    this.#sweep = null;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #release(record: WaitingRecord): void {
    this.#bytes -= record.bytes;
    this.#records--;
  }
}
