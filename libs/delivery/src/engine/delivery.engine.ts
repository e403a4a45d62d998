import type { DestinationId } from '@app/contracts';
import type { ConsumedRecord, PartitionHandle, RecordBatch, TopicPartition } from '@app/kafka';
import { deliveriesTopic } from '@app/kafka';
import { CallableDestinations } from '../attempt/callable.destinations.js';
import { LaneSet } from '../lanes/lane.set.js';
import { Slots } from '../lanes/slots.js';
import { OutcomePublisher } from '../publish/outcome.publisher.js';
import { SureSender } from '../publish/sure.sender.js';
import { keep } from '../records/conclusion.js';
import type { Ticket } from '../records/ticket.js';
import { finish } from '../records/ticket.js';
import { AttemptRegistry } from '../stale/attempt.registry.js';
import type { Freshness } from '../stale/stale.check.js';
import { StaleCheck } from '../stale/stale.check.js';
import { AttemptRunner } from './attempt.runner.js';
import { Burial } from './burial.js';
import { Concluder } from './concluder.js';
import type { DeliveryLevels } from './delivery.meter.js';
import type { EngineOptions } from './engine.options.js';
import { HoldLearner } from './hold.learner.js';
import { LaneTurns } from './lane.turns.js';
import { FRESH_MS, readTask } from './task.reader.js';

const SLOTS = 1024;
const LANE_BYTES = 16 * 1024 * 1024;
/** How often slow attempts are told apart, ms; everything else that is looked after from time to time is a multiple. */
const TICK_MS = 250;
const TICKS_A_SECOND = 4;
const TICKS_A_SWEEP = 40;
/** A task that got no turn for so long is handed back: its window was too wide, and commits must go on. */
const LONGEST_IN_LINE_MS = 60_000;
/** The broker's clock is known a little late: what was appended this long after taking a partition counts as before. */
const TAKEN_MARGIN_MS = 1000;

/** Takes tasks of one kind from Kafka and finishes each: delivered, retried, dead or handed back, and always recorded. */
export class DeliveryEngine<Config> {
  readonly #slots: Slots;
  readonly #lanes: LaneSet<Ticket>;
  readonly #registry = new AttemptRegistry();
  readonly #sender: SureSender;
  readonly #stale: StaleCheck;
  readonly #concluder: Concluder;
  readonly #runner: AttemptRunner<Config>;
  readonly #turns: LaneTurns<Config>;
  readonly #learner: HoldLearner;
  readonly #burial: Burial;
  readonly #takenAt = new WeakMap<PartitionHandle, number>();
  readonly #monotonic: () => number;
  #refreshing = false;
  #refreshedAt = -Infinity;
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: EngineOptions<Config>) {
    const { kind, policy, egress, ledger, meter, log, directory, onFatal } = options;
    const monotonic = (this.#monotonic = options.monotonic ?? (() => performance.now()));
    const now = (): number => this.now();
    const slots = (this.#slots = new Slots(options.slots ?? SLOTS));
    this.#lanes = new LaneSet<Ticket>({
      slots,
      budgetBytes: options.laneBytes ?? LANE_BYTES,
      serve: (lane) => this.#turns.serve(lane),
      now: monotonic,
      later: (ms, call) => void setTimeout(call, ms),
    });
    this.#sender = new SureSender(options.producer, log);
    const publisher = new OutcomePublisher(this.#sender, policy);
    this.#concluder = new Concluder({ policy, publisher, registry: this.#registry, meter, log, now });
    const concluder = this.#concluder;
    this.#runner = new AttemptRunner({
      kind,
      policy,
      egress,
      slots,
      concluder,
      meter,
      log,
      now,
      monotonic,
      onFatal,
      onRoom: (lane) => {
        this.#lanes.ready(lane);
        this.#lanes.pump();
      },
    });
    this.#stale = new StaleCheck({
      read: ledger.lives,
      now,
      log,
      onAnswer: (ticket, answer) => this.#answered(ticket, answer),
      onTurn: () => this.#lanes.pump(),
    });
    this.#burial = new Burial({ kind: kind.kind, sender: this.#sender, concluder, lanes: this.#lanes, meter, log });
    this.#learner = new HoldLearner({ read: ledger.closed, now, log });
    this.#turns = new LaneTurns({
      kind,
      directory,
      callables: new CallableDestinations(kind, options.opener),
      lanes: () => this.#lanes,
      slots,
      runner: this.#runner,
      concluder,
      log,
      now,
      monotonic,
      onOutdated: () => this.#refresh(),
      onDoubtful: (ticket) => this.#stale.ask(ticket),
      onForeign: (ticket) => this.#abandon(ticket),
    });
  }

  /** Whole epoch ms by the broker's clock; by our own only until the broker has said the time once. */
  now(): number {
    return Math.floor(this.options.producer.clock.now() ?? Date.now());
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** Takes a batch of the main topic. */
  take({ records }: RecordBatch, partition: PartitionHandle): void {
    for (const record of records) this.#read(record, partition);
    this.#lanes.pump();
  }

  /** Takes a record of a delay topic that is due. */
  takeDue(record: ConsumedRecord, partition: PartitionHandle): void {
    const ticket = this.#read(record, partition);
    if (ticket) this.options.meter.released(this.now() - ticket.dueAt);
    this.#lanes.pump();
  }

  gained(partitions: readonly PartitionHandle[]): void {
    const takenAt = (this.options.producer.clock.now() ?? Infinity) + TAKEN_MARGIN_MS;
    for (const partition of partitions) this.#takenAt.set(partition, takenAt);
    const main = deliveriesTopic(this.options.kind.kind);
    const gained = new Set(partitions.filter(({ topic }) => topic === main).map(({ partition }) => partition));
    const laneIfGained = (id: DestinationId) => {
      const partition = this.options.producer.partitionFor(main, id);
      return gained.has(partition) ? this.#lanes.open(id, partition) : null;
    };
    if (gained.size > 0) this.#learner.learn(laneIfGained);
  }

  lost(partitions: readonly TopicPartition[]): void {
    const main = deliveriesTopic(this.options.kind.kind);
    const touched = new Set(partitions.map(({ partition }) => partition));
    const gone = new Set(partitions.filter(({ topic }) => topic === main).map(({ partition }) => partition));
    for (const lane of this.#lanes.all()) {
      if (!touched.has(lane.partition)) continue;
      // One topic of a partition may be lost alone; what came from its neighbours is still ours to finish.
      const kept: Ticket[] = [];
      for (let ticket = this.#lanes.shift(lane); ticket; ticket = this.#lanes.shift(lane)) {
        if (ticket.partition.active()) kept.push(ticket);
        else this.#abandon(ticket);
      }
      for (const ticket of kept.toReversed()) this.#lanes.unshift(lane, ticket);
      if (gone.has(lane.partition)) lane.reset();
    }
  }

  /** Ends the task of a record at which the process died again and again; resolves once that is recorded. */
  quarantine(record: ConsumedRecord): Promise<void> {
    return this.#burial.quarantine(record);
  }

  /** Nothing new is attempted any more; what is on the wire goes on. */
  stopStarting(): void {
    this.#turns.stopped = true;
    this.#learner.stop();
  }

  /** How long the attempts on the wire may still take, ms; 0 without one. */
  remainingMs(): number {
    return this.#runner.remainingMs();
  }

  levels(): DeliveryLevels {
    let [held, paused] = [0, 0];
    for (const { hold } of this.#lanes.all()) {
      if (hold.state === 'held') held += 1;
      if (hold.state === 'paused') paused += 1;
    }
    return {
      inflight: this.#runner.onWire,
      slow: this.#slots.slow,
      lanes: this.#lanes.size,
      laneBytes: this.#lanes.bytes,
      held,
      paused,
      unrecorded: this.#sender.waiting,
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #read(record: ConsumedRecord, partition: PartitionHandle): Ticket | null {
    const { kind } = this.options;
    const takenAt = this.#takenAt.get(partition) ?? Infinity;
    const ticket = readTask(record, partition, kind.kind, takenAt, this.#monotonic());
    if (typeof ticket === 'string') {
      this.#burial.bury(record, partition, ticket);
      return null;
    }
    this.#arrive(ticket);
    return ticket;
  }

  #arrive(ticket: Ticket): void {
    const { meter } = this.options;
    const entered = this.#registry.enter(ticket);
    if (entered !== 'first') {
      meter.dropped(entered);
      if (entered === 'finished') ticket.partition.done(ticket.offset);
      return;
    }
    const lane = this.#lanes.open(ticket.task.destination_id, ticket.partition.partition);
    if (ticket.task.mode === 'test') this.#lanes.unshift(lane, ticket);
    else if (!this.#lanes.push(lane, ticket)) this.#concluder.endUntried(lane, ticket, keep('its lane is full'));
  }

  #abandon(ticket: Ticket): void {
    this.options.meter.dropped('partition_lost');
    for (const twin of this.#registry.abandon(ticket)) {
      if (twin.partition.active()) this.#arrive(twin);
    }
  }

  #answered(ticket: Ticket, answer: Freshness): void {
    if (answer === 'superseded') {
      this.options.meter.dropped('superseded');
      this.#registry.recorded(ticket);
      finish(ticket);
      return;
    }
    ticket.freshUntil = this.now() + FRESH_MS;
    this.#lanes.unshift(this.#lanes.open(ticket.task.destination_id, ticket.partition.partition), ticket);
  }

  #refresh(): void {
    const sinceLast = this.#monotonic() - this.#refreshedAt;
    if (this.#refreshing || sinceLast < TICK_MS) return;
    this.#refreshing = true;
    const done = (): void => {
      this.#refreshing = false;
      this.#refreshedAt = this.#monotonic();
      this.#lanes.configurationArrived();
      this.#lanes.pump();
    };
    this.options.directory.refresh().then(done, done);
  }

  #tick(): void {
    this.#ticks += 1;
    this.#slots.age(this.#monotonic());
    if (this.#ticks % TICKS_A_SECOND === 0) {
      this.#handBackOld();
      this.#sender.retryHeld();
      this.#stale.retry();
    }
    if (this.#ticks % TICKS_A_SWEEP === 0) this.#lanes.sweep();
    if (this.#lanes.awaitsConfiguration) this.#refresh();
    this.#lanes.pump();
  }

  #handBackOld(): void {
    if (this.#turns.stopped) return;
    const oldest = this.#monotonic() - LONGEST_IN_LINE_MS;
    for (const lane of this.#lanes.all()) {
      for (let head = lane.peek(); head && head.arrivedAt < oldest; head = lane.peek()) {
        this.#lanes.shift(lane);
        this.#concluder.endUntried(lane, head, keep('it waited too long in its lane'));
      }
    }
  }
}
