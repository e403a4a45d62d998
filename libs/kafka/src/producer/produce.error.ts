/**
 * Why a record was not acknowledged.
 * - `queue_full`: the queue is at its bound; nothing was sent.
 * - `timeout`: the deadline passed; the record may or may not have been stored.
 * - `too_large`: the broker refuses a record of this size.
 * - `unavailable`: no broker took it for a reason that may pass (raised only when the deadline has passed as well).
 * - `unknown_topic`: the topic does not exist, or no longer.
 * - `invalid`: no partition and no key, a partition out of range, or a topic this producer was not declared for.
 * - `refused`: the broker refused it for a reason that will not pass (authorisation, policy).
 * - `closed`: the producer is closing.
 */
export type ProduceErrorCode =
  'queue_full' | 'timeout' | 'too_large' | 'unavailable' | 'unknown_topic' | 'invalid' | 'refused' | 'closed';

const RETRYABLE: ReadonlySet<ProduceErrorCode> = new Set(['queue_full', 'timeout', 'unavailable', 'unknown_topic']);

/** The expected failure of a send. `retryable`: the same record may succeed later. */
export class ProduceError extends Error {
  override readonly name = 'ProduceError';
  readonly retryable: boolean;

  constructor(
    readonly code: ProduceErrorCode,
    readonly topic: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryable = RETRYABLE.has(code);
  }
}
