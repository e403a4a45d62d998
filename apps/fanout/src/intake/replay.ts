import type { DeliveryTask } from '@app/contracts';
import { deliveryIdOf } from '@app/identity';
import type { ConfigurationView, Queryable } from '@app/persistence';
import { readBuckets, readKeptClicks, readUntouched } from '@app/persistence';
import { keptClick } from '../clicks/joined-click.js';
import { firstTask } from '../tasks/delivery-task.js';
import type { IntakeEvent } from './parse-record.js';

/**
 * Tasks of a replay: a crash may have come between commit and produce, so deliveries that Kafka should hold and nobody
 * has attempted are emitted once more, with the click they were made with. Anything else was seen to and stays as it is.
 */
export async function replayDeliveries(
  tx: Queryable,
  configuration: ConfigurationView,
  replayed: readonly IntakeEvent[],
): Promise<DeliveryTask[]> {
  if (replayed.length === 0) return [];
  const buckets = await readBuckets(
    tx,
    replayed.map(({ row }) => row.inboxId),
  );
  const tasks: DeliveryTask[] = [];
  for (const [bucket, events] of Map.groupBy(replayed, ({ row }) => buckets.get(row.inboxId))) {
    if (bucket === undefined) continue;
    const candidates = events.flatMap((event) =>
      configuration.destinationsOf(event.row.spaceId).map((destination) => ({
        event,
        eventId: deliveryIdOf(event.row.inboxId, destination.id),
      })),
    );
    const untouched = await readUntouched(
      tx,
      bucket,
      candidates.map(({ eventId }) => eventId),
    );
    if (untouched.length === 0) continue;
    const clicks = await readKeptClicks(tx, bucket, [...new Set(untouched.map(({ inboxId }) => inboxId))]);
    const byId = new Map(candidates.map(({ event, eventId }) => [eventId, event]));
    for (const delivery of untouched) {
      const event = byId.get(delivery.eventId);
      const bytes = clicks.get(delivery.inboxId);
      if (event) tasks.push(firstTask(delivery, event, bytes ? keptClick(bytes).context : null));
    }
  }
  return tasks;
}
