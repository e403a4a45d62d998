import type { Bucket, DeliveryTask, DestinationId } from '@app/contracts';
import { kindSlug } from '@app/contracts';
import type { OutgoingRecord, Producer } from '@app/kafka';
import { deliveriesTopic } from '@app/kafka';
import type { Logger } from '@app/observability';
import type { CounterChange, Database } from '@app/persistence';
import { addCounters, returnUnproduced, slotOfBucket, untilStored } from '@app/persistence';

/** How long Kafka may take to accept a task before its delivery waits in the outbox instead. */
const PRODUCE_DEADLINE_MS = 10_000;

export interface TaskProducerOptions {
  producer: Pick<Producer, 'sendMany' | 'partitionFor'>;
  database: Database;
  /** Shard of the counters this process writes. */
  shard: number;
  log: Logger;
  /** Called with the number of tasks Kafka did not take, by kind. */
  onReturned: (kind: string, count: number) => void;
}

/**
 * Hands tasks over to Kafka. A task of a destination always lies in the partition its id hashes to, so one process owns
 * the destination. What Kafka does not take in time becomes `here` again: the emitter brings it later, and the topics
 * that work are not held up by the one that does not.
 */
export class TaskProducer {
  constructor(private readonly options: TaskProducerOptions) {}

  /** Resolves when every task is either in Kafka or back in the outbox. */
  async emit(tasks: readonly DeliveryTask[]): Promise<void> {
    if (tasks.length === 0) return;
    const { producer, log } = this.options;
    const answers = await producer.sendMany(tasks.map((task) => this.record(task)));
    const refused = tasks.filter((_, index) => answers[index] instanceof Error);
    if (refused.length === 0) return;
    const first = answers.find((answer) => answer instanceof Error);
    log.warn({ err: first, count: refused.length }, 'tasks were not taken by kafka and wait in the outbox');
    await this.giveBack(refused);
  }

  /** Hands over a task that has no delivery behind it; answers in words why Kafka did not take it, `null` if it did. */
  async offer(task: DeliveryTask): Promise<string | null> {
    const [answer] = await this.options.producer.sendMany([this.record(task)]);
    return answer instanceof Error ? `kafka did not take it: ${answer.message}` : null;
  }

  private record(task: DeliveryTask): OutgoingRecord {
    const topic = deliveriesTopic(task.kind);
    return {
      topic,
      partition: this.options.producer.partitionFor(topic, task.destination_id),
      key: task.event_id,
      value: JSON.stringify(task),
      deadlineMs: PRODUCE_DEADLINE_MS,
    };
  }

  private async giveBack(tasks: readonly DeliveryTask[]): Promise<void> {
    const { database, shard, log } = this.options;
    for (const [bucket, ofBucket] of Map.groupBy(tasks, (task) => task.bucket)) {
      const keys = ofBucket.map((task) => ({ eventId: task.event_id, dispatch: task.dispatch }));
      await untilStored(log, 'returning tasks to the outbox', () =>
        database.transaction(async (tx) => {
          const returned = await returnUnproduced(tx, bucket, keys);
          await addCounters(
            tx,
            shard,
            returned.flatMap(({ destination_id: id, count }) => moved(id, bucket, 'task', 'here', count)),
          );
        }),
      );
    }
    for (const [kind, ofKind] of Map.groupBy(tasks, (task) => task.kind))
      this.options.onReturned(kindSlug(kind), ofKind.length);
  }
}

/** Counter changes of deliveries that change place. */
export const moved = (
  destination: DestinationId,
  bucket: Bucket,
  from: 'task' | 'here',
  to: 'task' | 'here',
  count: number,
): CounterChange[] => [
  { scope: destination, name: `place.${from}`, slotMs: slotOfBucket(bucket), value: -count },
  { scope: destination, name: `place.${to}`, slotMs: slotOfBucket(bucket), value: count },
];
