import type { DeliveryTask } from '@app/contracts';
import type { ConsumedRecord, PartitionHandle } from '@app/kafka';

/** A task this process has taken from Kafka and must finish. Times without note are epoch ms by the broker's clock. */
export interface Ticket {
  readonly task: DeliveryTask;
  /** Size of its record. */
  readonly bytes: number;
  readonly partition: PartitionHandle;
  readonly offset: number;
  /** Append time of its record. */
  readonly appendedAt: number;
  /** When it was to be attempted: the append time, plus the delay where it comes from a delay topic. */
  readonly dueAt: number;
  /** The receiver asked not to be called before; beyond what the delay topic could wait. */
  readonly notBefore: number | null;
  /** When it got in line, monotonic ms. */
  arrivedAt: number;
  /** Until then it may be attempted without looking up what became of it. */
  freshUntil: number;
  /** The same attempt read again meanwhile: finished together with this one. */
  twins: Ticket[] | null;
}

/** Where its record lies, for headers and logs. */
export type Source = Pick<ConsumedRecord, 'topic' | 'partition' | 'offset' | 'timestamp'>;

export const sourceOf = ({ partition: { topic, partition }, offset, appendedAt }: Ticket): Source => ({
  topic,
  partition,
  offset,
  timestamp: appendedAt,
});

/** Its record is finished, and those of its twins. */
export function finish(ticket: Ticket): void {
  ticket.partition.done(ticket.offset);
  if (ticket.twins !== null) for (const twin of ticket.twins) finish(twin);
}
