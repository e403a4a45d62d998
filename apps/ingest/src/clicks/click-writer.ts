import type { ClickRecord } from '@app/contracts';
import type { OutgoingRecord, Producer } from '@app/kafka';
import { within } from '../within.js';

/** The longest whoever reports a click waits for the broker (ms), and a visitor. */
const REPORT_MS = 10_000;
const VISIT_MS = 2_000;
/** A visitor who was sent on leaves his click in the producer's queue for so long (ms). */
const QUEUE_MS = 600_000;

/** Puts clicks into the topic. */
export class ClickWriter {
  constructor(
    private readonly producer: Pick<Producer, 'send'>,
    private readonly topic: string,
    private readonly visitMs = VISIT_MS,
  ) {}

  /** Whether every in-sync replica has the click. Never rejects. */
  report(click: ClickRecord): Promise<boolean> {
    return this.#send(click, REPORT_MS);
  }

  /** The same of a visitor's click, after two seconds at most: `false` is then not the end of it. Never rejects. */
  visit(click: ClickRecord): Promise<boolean> {
    return within(this.visitMs, this.#send(click, QUEUE_MS), false);
  }

  #send(click: ClickRecord, deadlineMs: number): Promise<boolean> {
    return this.producer.send(this.#record(click, deadlineMs)).then(
      () => true,
      () => false,
    );
  }

  #record(click: ClickRecord, deadlineMs: number): OutgoingRecord {
    return { topic: this.topic, key: click.uid, value: JSON.stringify(click), deadlineMs };
  }
}
