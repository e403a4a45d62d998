import type { Logger } from '@app/observability';
import type { Lane } from '../lanes/lane.js';
import type { RetryPolicy } from '../policy/retry.policy.js';
import type { OutcomePublisher } from '../publish/outcome.publisher.js';
import type { Conclusion } from '../records/conclusion.js';
import type { CallReport } from '../records/outcome.record.js';
import { noCall } from '../records/outcome.record.js';
import type { Ticket } from '../records/ticket.js';
import { finish } from '../records/ticket.js';
import type { AttemptRegistry } from '../stale/attempt.registry.js';
import type { DeliveryMeter } from './delivery.meter.js';
import { untoldDecision } from './lane.holds.js';

export interface ConcluderOptions {
  readonly policy: RetryPolicy;
  readonly publisher: OutcomePublisher;
  readonly registry: AttemptRegistry;
  readonly meter: DeliveryMeter;
  readonly log: Logger;
  /** Epoch ms by the broker's clock. */
  readonly now: () => number;
}

/** An attempt's conclusion, and who is told that it no longer needs its slot. */
export interface Attempted {
  readonly call: CallReport;
  readonly maxAttempts: number;
  readonly release: () => void;
}

/** Ends tasks: counts, logs and records what became of them, and finishes their records once all of it is stored. */
export class Concluder {
  constructor(private readonly options: ConcluderOptions) {}

  /** Ends a task without an attempt. */
  endUntried(lane: Lane<Ticket>, ticket: Ticket, conclusion: Conclusion): void {
    this.#end(lane, ticket, conclusion, noCall(this.options.now()), () => undefined);
  }

  /** Ends a task that was attempted. `release` is called once, when it is recorded or waits for a topic of its own. */
  endAttempted(lane: Lane<Ticket>, ticket: Ticket, conclusion: Conclusion, attempted: Attempted): void {
    const { call, release } = attempted;
    if (call.executed) {
      const { meter, now } = this.options;
      meter.attempted(call.durationMs);
      if (conclusion.verdict === 'sent') {
        const { task } = ticket;
        meter.delivered(now() - task.accepted_at_ms, task.attempt === 1 && task.dispatch === 1);
      }
    }
    if (this.options.log.isLevelEnabled('debug')) this.#say(ticket, conclusion, attempted);
    this.#end(lane, ticket, conclusion, call, release);
  }

  #end(lane: Lane<Ticket>, ticket: Ticket, conclusion: Conclusion, call: CallReport, release: () => void): void {
    const { publisher, registry, meter } = this.options;
    let holdsSlot = true;
    const releaseOnce = (): void => {
      if (holdsSlot) release();
      holdsSlot = false;
    };
    if (ticket.task.mode === undefined) meter.concluded(conclusion, call.executed);
    publisher.publish({
      ticket,
      conclusion,
      call,
      decision: () => untoldDecision(lane),
      onHeld: releaseOnce,
      onRecorded: () => {
        registry.recorded(ticket);
        finish(ticket);
        releaseOnce();
      },
    });
  }

  /** The wide line of an attempt. */
  #say({ task }: Ticket, conclusion: Conclusion, { call, maxAttempts }: Attempted): void {
    const tier = conclusion.verdict === 'retry' ? conclusion.tier : null;
    this.options.log.debug(
      {
        event_id: task.event_id,
        inbox_id: task.inbox_id,
        space_id: task.space_id,
        destination_id: task.destination_id,
        canonical: task.canonical,
        mode: task.mode,
        dispatch: task.dispatch,
        attempt: task.attempt - task.attempt_base,
        max_attempts: maxAttempts,
        http_status: call.httpStatus,
        duration_ms: call.durationMs,
        verdict: conclusion.verdict,
        reason: conclusion.reason,
        detail: conclusion.detail,
        next_in_ms: tier === null ? null : this.options.policy.delaysMs[tier],
      },
      'delivery.attempted',
    );
  }
}
