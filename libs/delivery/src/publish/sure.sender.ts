import type { Appended, OutgoingRecord, Producer } from '@app/kafka';
import { ProduceError } from '@app/kafka';
import type { Logger } from '@app/observability';

/** A record that must be stored, whatever it takes. */
export interface Sending {
  /** Makes the record; `reduced` is asked for where the broker found the whole one too large. */
  readonly record: (reduced: boolean) => OutgoingRecord;
  readonly onStored: (at: Appended) => void;
  /** It was not stored at first and is held back: told once. */
  readonly onHeld?: () => void;
}

interface Held {
  readonly sending: Sending;
  readonly reduced: boolean;
}

/** Stores records without ever giving one up: what Kafka does not take is held and sent again. */
export class SureSender {
  #held: Held[] = [];
  #waiting = 0;
  readonly #failing = new Set<string>();

  constructor(
    private readonly producer: Pick<Producer, 'send'>,
    private readonly log: Logger,
  ) {}

  /** Records not stored yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Of those, records that failed and will be sent again. */
  get held(): number {
    return this.#held.length;
  }

  send(sending: Sending): void {
    this.#waiting += 1;
    this.#send(sending, false, true);
  }

  /** Sends again what is held. To be called now and then. */
  retryHeld(): void {
    const held = this.#held;
    this.#held = [];
    for (const { sending, reduced } of held) this.#send(sending, reduced, false);
  }

  #send(sending: Sending, reduced: boolean, isFirst: boolean): void {
    const record = sending.record(reduced);
    this.producer.send(record).then(
      (at) => {
        this.#waiting -= 1;
        if (this.#failing.delete(record.topic)) this.log.info({ topic: record.topic }, 'records are stored again');
        sending.onStored(at);
      },
      (error: unknown) => {
        if (!(error instanceof ProduceError)) throw error;
        // The process ends: what was not stored is not finished, and its task is read again.
        if (error.code === 'closed') return;
        if (error.code === 'too_large' && !reduced) return this.#send(sending, true, isFirst);
        this.#hold({ sending, reduced }, error, isFirst);
      },
    );
  }

  #hold(held: Held, error: ProduceError, isFirst: boolean): void {
    const { topic, code, retryable } = error;
    if (!this.#failing.has(topic)) {
      this.#failing.add(topic);
      const fields = { topic, code, err: error };
      if (retryable) this.log.warn(fields, 'records are not stored, they are held and sent again');
      else this.log.error(fields, 'records are refused, they are held and sent again');
    }
    this.#held.push(held);
    if (isFirst) held.sending.onHeld?.();
  }
}
