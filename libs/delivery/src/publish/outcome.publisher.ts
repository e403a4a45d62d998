import type { DestinationDecision } from '@app/contracts';
import type { RetryPolicy } from '../policy/retry.policy.js';
import type { Conclusion } from '../records/conclusion.js';
import type { CallReport, Parked } from '../records/outcome.record.js';
import { outcomeOf, outcomeRecord } from '../records/outcome.record.js';
import { deadLetterRecord, retryRecord } from '../records/outgoing.js';
import type { Ticket } from '../records/ticket.js';
import { sourceOf } from '../records/ticket.js';
import type { SureSender } from './sure.sender.js';

/** A task whose fate is decided, to be recorded. */
export interface Concluded {
  readonly ticket: Ticket;
  readonly conclusion: Conclusion;
  readonly call: CallReport;
  /** What recorder has not been told of the destination yet; asked when the outcome is made. */
  readonly decision: () => DestinationDecision | null;
  /** Everything is stored: the task is finished. */
  readonly onRecorded: () => void;
  /** A delay or dead-letter topic takes nothing at present: the task waits, others need not. */
  readonly onHeld: () => void;
}

/**
 * Records what became of tasks. The retry or dead-letter record is stored before the outcome, so an outcome that says a
 * delivery waits in a tier is never wrong, and it can say exactly until when.
 */
export class OutcomePublisher {
  constructor(
    private readonly sender: SureSender,
    private readonly policy: RetryPolicy,
  ) {}

  publish(concluded: Concluded): void {
    const { ticket, conclusion, onHeld } = concluded;
    // A test send is answered and nothing else.
    if (ticket.task.mode === 'test') return this.#tell(concluded, null);
    if (conclusion.verdict === 'retry' && conclusion.tier !== null) {
      const delayMs = this.policy.delaysMs[conclusion.tier];
      if (delayMs === undefined) throw new Error(`there is no tier ${conclusion.tier}`);
      const { notBefore } = conclusion;
      return this.sender.send({
        record: () => retryRecord(ticket, ticket.task.kind, delayMs, notBefore),
        onStored: ({ topic, partition, appendedAt }) =>
          this.#tell(concluded, { topic, partition, dueAt: Math.max(appendedAt + delayMs, notBefore ?? 0) }),
        onHeld,
      });
    }
    if (conclusion.verdict === 'dead') {
      return this.sender.send({
        record: (reduced) => deadLetterRecord(ticket, sourceOf(ticket), conclusion, reduced),
        onStored: () => this.#tell(concluded, null),
        onHeld,
      });
    }
    this.#tell(concluded, null);
  }

  #tell({ ticket, conclusion, call, decision, onRecorded }: Concluded, parked: Parked | null): void {
    const outcome = outcomeOf(ticket, conclusion, call, parked, decision());
    this.sender.send({ record: (reduced) => outcomeRecord(outcome, reduced), onStored: onRecorded });
  }
}
