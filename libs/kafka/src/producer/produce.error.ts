/**
 * Why a record was not acknowledged. With `queue_full`, `too_large`, `refused` and `invalid` it was not stored; with the
 * others it may have been, if it had been sent before.
 * - `queue_full`: the topic's queue is at its bound; nothing was sent.
 * - `timeout`: the deadline passed, and no fault is known.
 * - `unavailable`: the deadline passed while leaders or brokers were missing.
 * - `unknown_topic`: the deadline passed while the topic did not exist.
 * - `too_large`: the broker refuses a record of this size.
 * - `refused`: the broker refuses this record for a reason that will not pass (authorisation, policy).
 * - `invalid`: no partition and no key, a partition out of range, or a topic this producer was not declared for.
 * - `closed`: the producer is closing or closed.
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
