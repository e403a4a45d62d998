import type { Destination } from '@app/contracts';
import type { Kind } from '@app/kinds';
import type { Logger } from '@app/observability';
import type { CallableDestination, CallableDestinations } from '../attempt/callable.destinations.js';
import { admissionOf, wasResumed } from '../hold/admission.js';
import type { Lane } from '../lanes/lane.js';
import type { LaneSet, Turn } from '../lanes/lane.set.js';
import type { Slots } from '../lanes/slots.js';
import { horizonOf } from '../policy/horizon.js';
import type { Conclusion } from '../records/conclusion.js';
import { dead, keep } from '../records/conclusion.js';
import type { Ticket } from '../records/ticket.js';
import type { AttemptRunner } from './attempt.runner.js';
import type { Concluder } from './concluder.js';
import type { Directory } from './engine.options.js';
import { applyHold } from './lane.holds.js';

/** How long a destination whose secrets do not open is left alone, ms. */
const UNREADABLE_MS = 60_000;
/** Tasks of one lane sent to be looked up in one turn. */
const LOOKED_UP_AT_ONCE = 200;

export interface TurnsOptions<Config> {
  readonly kind: Kind<Config>;
  readonly directory: Directory;
  readonly callables: CallableDestinations<Config>;
  readonly lanes: () => LaneSet<Ticket>;
  readonly slots: Slots;
  readonly runner: AttemptRunner<Config>;
  readonly concluder: Concluder;
  readonly log: Logger;
  /** Epoch ms by the broker's clock. */
  readonly now: () => number;
  /** Ms. */
  readonly monotonic: () => number;
  /** A task was made with a configuration newer than ours. */
  readonly onOutdated: () => void;
  /** A task may be superseded: it comes back to the head of its lane once that is known. */
  readonly onDoubtful: (ticket: Ticket) => void;
  /** Its partition is gone: the task is somebody else's. */
  readonly onForeign: (ticket: Ticket) => void;
}

/** Decides what the head of a lane needs next; asked whenever the lane has its turn. */
export class LaneTurns<Config> {
  /** Nothing new begins any more: what waits is left to the next owner. */
  stopped = false;

  constructor(private readonly options: TurnsOptions<Config>) {}

  serve(lane: Lane<Ticket>): Turn {
    const { directory, onOutdated, onForeign } = this.options;
    const ticket = lane.peek();
    if (ticket === undefined || this.stopped) return 'done';
    const { task } = ticket;
    if (!ticket.partition.active()) {
      this.#take(lane);
      onForeign(ticket);
      return 'again';
    }
    if (directory.revision < task.revision) {
      onOutdated();
      return 'configuration';
    }
    const destination = directory.standing(task.destination_id, task.revision);
    if (destination === 'unknown') return 'configuration';
    if (destination === 'deleted') return this.#end(lane, dead('destination_deleted', 'the destination was deleted'));
    return task.mode === 'test' ? this.#serveTest(lane, destination) : this.#serveOpen(lane, ticket, destination);
  }

  /** A test send goes out whatever the state of the destination; only a slot it needs. */
  #serveTest(lane: Lane<Ticket>, destination: Destination): Turn {
    const callable = this.options.callables.get(destination);
    if ('unreadable' in callable) return this.#end(lane, keep(callable.unreadable));
    return this.#start(lane, destination, callable, 1);
  }

  #serveOpen(lane: Lane<Ticket>, ticket: Ticket, destination: Destination): Turn {
    const { log, monotonic } = this.options;
    const now = this.options.now();
    if (ticket.task.expired) return this.#end(lane, dead('horizon_passed', 'it was not delivered in time'));
    if (wasResumed(lane.hold, destination)) applyHold(lane, { event: 'resumed' }, now, log);
    const admission = admissionOf(destination, lane.hold, now);
    if (admission.admits === 'none') return this.#end(lane, keep(admission.why, admission.until));
    if (now > horizonOf(ticket.task, destination)) {
      return this.#end(lane, dead('horizon_passed', 'it was not delivered in time'));
    }
    if (ticket.notBefore !== null && ticket.notBefore > now) {
      return this.#end(lane, keep('the receiver asked not to be called yet', ticket.notBefore));
    }
    if (now >= ticket.freshUntil) return this.#lookUp(lane, now);
    if (!lane.hasRoomOnWire(destination.max_concurrency)) return 'done';
    const callable = this.options.callables.get(destination);
    if ('unreadable' in callable) return this.#holdUnreadable(lane, destination, callable.unreadable, now);
    const waitMs = lane.rateWaitMs(destination.rate_per_s, monotonic());
    if (waitMs > 0) return monotonic() + waitMs;
    if (admission.admits === 'all') {
      return this.#start(lane, destination, callable, this.options.kind.limits.batchMax(callable.config));
    }
    const turn = this.#start(lane, destination, callable, 1, () => applyHold(lane, { event: 'probe' }, now, log));
    return turn;
  }

  /** Nobody else suffers from a secret that does not open. */
  #holdUnreadable(lane: Lane<Ticket>, { revision }: Destination, why: string, now: number): Turn {
    const { log } = this.options;
    log.error({ destination_id: lane.id, detail: why }, 'a destination cannot be called with the settings at hand');
    const effect = { effect: 'slow', until: now + UNREADABLE_MS, reason: 'secret_unreadable' } as const;
    const event = {
      event: 'attempt',
      life: lane.hold.life,
      result: 'neutral',
      delivery: '',
      revision,
      effect,
    } as const;
    applyHold(lane, event, now, log);
    return this.#end(lane, keep(why, now + UNREADABLE_MS));
  }

  #start(
    lane: Lane<Ticket>,
    destination: Destination,
    callable: CallableDestination<Config>,
    most: number,
    onStart?: () => void,
  ): Turn {
    const { slots, runner } = this.options;
    if (!slots.admits(lane.quick)) return 'slot';
    const first = this.#take(lane);
    if (first === undefined) return 'done';
    const tickets = [first];
    while (tickets.length < most && this.#rides(lane.peek(), destination)) {
      const next = this.#take(lane);
      if (next !== undefined) tickets.push(next);
    }
    onStart?.();
    runner.start({ lane, tickets, destination, callable });
    return 'again';
  }

  /** Whether the next task may share a request with those before it: nothing is left to be decided about it. */
  #rides(ticket: Ticket | undefined, destination: Destination): boolean {
    if (ticket === undefined || ticket.task.mode !== undefined || ticket.task.expired) return false;
    const now = this.options.now();
    return (
      ticket.partition.active() &&
      ticket.notBefore === null &&
      now < ticket.freshUntil &&
      now <= horizonOf(ticket.task, destination) &&
      ticket.task.revision <= this.options.directory.revision
    );
  }

  /** Takes all doubtful tasks at the head, so that one statement answers for many. */
  #lookUp(lane: Lane<Ticket>, now: number): Turn {
    for (let count = 0; count < LOOKED_UP_AT_ONCE; count += 1) {
      const head = lane.peek();
      if (head === undefined || now < head.freshUntil) break;
      this.#take(lane);
      this.options.onDoubtful(head);
    }
    return 'again';
  }

  #end(lane: Lane<Ticket>, conclusion: Conclusion): Turn {
    const ticket = this.#take(lane);
    if (ticket !== undefined) this.options.concluder.endUntried(lane, ticket, conclusion);
    return 'again';
  }

  #take(lane: Lane<Ticket>): Ticket | undefined {
    return this.options.lanes().shift(lane);
  }
}
