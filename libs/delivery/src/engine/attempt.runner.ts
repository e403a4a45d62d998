import type { DeliveryTask, Destination } from '@app/contracts';
import type { Egress } from '@app/egress';
import { maskText } from '@app/egress';
import type { Judged, Kind } from '@app/kinds';
import type { Logger } from '@app/observability';
import { LRUCache } from 'lru-cache';
import type { AttemptPorts, Exchange } from '../attempt/attempt.js';
import { attempt } from '../attempt/attempt.js';
import type { CallableDestination } from '../attempt/callable.destinations.js';
import type { HoldState } from '../hold/hold.state.js';
import type { Lane } from '../lanes/lane.js';
import type { Running, Slots } from '../lanes/slots.js';
import type { RetryPolicy } from '../policy/retry.policy.js';
import { conclude } from '../records/conclusion.js';
import { reportOf } from '../records/outcome.record.js';
import type { Ticket } from '../records/ticket.js';
import type { Concluder } from './concluder.js';
import type { DeliveryMeter } from './delivery.meter.js';
import { applyHold, boundedEffect, resultOf } from './lane.holds.js';

export interface RunnerOptions<Config> {
  readonly kind: Kind<Config>;
  readonly policy: RetryPolicy;
  readonly egress: Pick<Egress, 'send'>;
  readonly slots: Slots;
  readonly concluder: Concluder;
  readonly meter: DeliveryMeter;
  readonly log: Logger;
  /** Epoch ms by the broker's clock. */
  readonly now: () => number;
  /** Ms. */
  readonly monotonic: () => number;
  /** The lane may have room again, or a slot came free. */
  readonly onRoom: (lane: Lane<Ticket>) => void;
  readonly onFatal: (error: unknown) => void;
}

/** Tasks of one destination that go out together. */
export interface Outbound<Config> {
  readonly lane: Lane<Ticket>;
  readonly tickets: readonly Ticket[];
  readonly destination: Destination;
  readonly callable: CallableDestination<Config>;
}

/** A receiver that warns does so with every answer: the log hears it once a destination and hour. */
const WARNED_FOR_MS = 3_600_000;
const WARNED_DESTINATIONS = 1_000;

/** A detail may repeat what the receiver said, and that what it was sent. */
const masked = (judged: Judged, secrets: readonly string[]): Judged =>
  judged.detail === undefined ? judged : { ...judged, detail: maskText(judged.detail, secrets) };

interface Flight {
  readonly startedAt: number;
  readonly timeoutMs: number;
}

/** Makes attempts: takes a slot, calls, lets the answer weigh on the lane, and ends the tasks. */
export class AttemptRunner<Config> {
  readonly #flights = new Set<Flight>();
  readonly #warned = new LRUCache<string, true>({ max: WARNED_DESTINATIONS, ttl: WARNED_FOR_MS });

  constructor(private readonly options: RunnerOptions<Config>) {}

  /** Attempts on the wire. */
  get onWire(): number {
    return this.#flights.size;
  }

  /** How long the attempts on the wire may still take, ms; 0 without one. */
  remainingMs(): number {
    const now = this.options.monotonic();
    let longest = 0;
    for (const { startedAt, timeoutMs } of this.#flights) longest = Math.max(longest, startedAt + timeoutMs - now);
    return longest;
  }

  /** Never throws; the caller has made sure that slot, rate and concurrency allow it. */
  start(outbound: Outbound<Config>): void {
    const { slots, monotonic, onFatal } = this.options;
    const { lane, destination } = outbound;
    const startedAt = monotonic();
    const running = slots.begin(lane, lane.quick, startedAt);
    lane.begin(startedAt);
    const flight = { startedAt, timeoutMs: destination.timeout_ms };
    this.#flights.add(flight);
    this.#run(outbound, running, flight, lane.hold).catch(onFatal);
  }

  async #run(outbound: Outbound<Config>, running: Running, flight: Flight, begunUnder: HoldState): Promise<void> {
    const { kind, slots, monotonic } = this.options;
    const { lane, tickets, callable } = outbound;
    const tasks = tickets.map(({ task }) => task);
    const exchanges = await attempt(kind, callable.config, tasks, this.#ports(outbound));
    slots.end(running);
    lane.end(running, monotonic());
    this.#flights.delete(flight);
    let unrecorded = tickets.length;
    const release = (): void => {
      unrecorded -= 1;
      if (unrecorded > 0) return;
      slots.free();
      this.options.onRoom(lane);
    };
    for (const exchange of exchanges) this.#settle(outbound, exchange, begunUnder, release);
    this.options.onRoom(lane);
  }

  #settle(outbound: Outbound<Config>, exchange: Exchange, begunUnder: HoldState, release: () => void): void {
    const { concluder, policy } = this.options;
    const { lane, tickets, destination, callable } = outbound;
    const now = this.options.now();
    const call = reportOf(exchange, callable.secrets);
    for (const warning of exchange.warnings ?? []) this.#warn(destination, maskText(warning, callable.secrets));
    const [first] = exchange.results;
    // A test send is about a configuration somebody tries out: it says nothing about the destination.
    if (first?.task.mode !== 'test') this.#weigh(outbound, exchange, begunUnder, now);
    for (const { task, judged } of exchange.results) {
      const ticket = tickets.find((candidate) => candidate.task === task);
      if (ticket === undefined) throw new Error('the kind answered for a task it was not given');
      const conclusion = conclude(task, masked(judged, callable.secrets), { policy, destination, now });
      concluder.endAttempted(lane, ticket, conclusion, { call, maxAttempts: destination.max_attempts, release });
    }
  }

  #warn({ id, kind }: Destination, warning: string): void {
    if (this.#warned.has(id)) return;
    this.#warned.set(id, true);
    this.options.log.warn({ destination_id: id, kind, detail: warning }, 'delivery.receiver_warns');
  }

  /** What the answer means for lane and destination. */
  #weigh({ lane, destination }: Outbound<Config>, exchange: Exchange, { life }: HoldState, now: number): void {
    const result = resultOf(exchange);
    if (result === 'success') lane.succeeded(destination.max_concurrency);
    if (result === 'timeout') lane.restart();
    const event = {
      event: 'attempt',
      life,
      result,
      delivery: exchange.results[0]?.task.event_id ?? '',
      revision: destination.revision,
      effect: boundedEffect(exchange.effect, now, destination.horizon_s),
    } as const;
    applyHold(lane, event, now, this.options.log);
  }

  #ports({ lane, destination, callable }: Outbound<Config>): AttemptPorts {
    const { egress, monotonic, now } = this.options;
    const how = { timeoutMs: destination.timeout_ms, proxyUrl: callable.proxyUrl };
    return {
      now,
      monotonic,
      send: (request) => {
        lane.countRequest(monotonic());
        return egress.send(request, how);
      },
      onBug: (error, tasks) => this.#onBug(error, tasks),
    };
  }

  #onBug(error: unknown, tasks: readonly DeliveryTask[]): void {
    const { log, meter } = this.options;
    meter.bug();
    const ids = tasks.slice(0, 5).map(({ event_id }) => event_id);
    log.error({ err: error, event_ids: ids, destination_id: tasks[0]?.destination_id }, 'delivery.internal_error');
  }
}
