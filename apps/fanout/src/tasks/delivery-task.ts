import type { ClickContext, DeliveryTask, EventRecord } from '@app/contracts';
import { eventRecord } from '@app/contracts';
import type { DeliveryRow, EventRow, TakenDelivery } from '@app/persistence';
import { keptClick } from '../clicks/joined-click.js';

/** An event, and what the sender said of person and circumstances, which travels with the task as it is. */
interface TaskEvent {
  readonly row: EventRow;
  readonly content: Pick<EventRecord, 'user' | 'data'>;
}

/** The task of a delivery that was just created: its first dispatch and first attempt. */
export function firstTask(
  delivery: DeliveryRow,
  { row: event, content }: TaskEvent,
  click: ClickContext | null,
): DeliveryTask {
  return {
    event_id: delivery.eventId,
    inbox_id: event.inboxId,
    space_id: event.spaceId,
    destination_id: delivery.destinationId,
    kind: delivery.kind,
    bucket: event.bucket,
    dispatch: 1,
    attempt: 1,
    attempt_base: 0,
    revision: delivery.revision,
    born_at_ms: delivery.bornAtMs,
    paused_base_ms: delivery.pausedBaseMs,
    canonical: event.canonical,
    event: delivery.eventName,
    uid: event.uid,
    tg_id: event.tgId,
    eid: event.eid,
    value: event.value,
    currency: delivery.currency,
    occurred_at_ms: event.occurredAtMs,
    accepted_at_ms: event.acceptedAtMs,
    user: content.user ?? null,
    data: content.data ?? null,
    click,
  };
}

/**
 * The task of a delivery taken out of the outbox: the same bytes for the receiver as before, because name, currency and
 * click are those fixed when it was made. `revision` is the configuration it is emitted with.
 */
export function resumedTask(taken: TakenDelivery, revision: number, expired: boolean): DeliveryTask {
  const content = eventRecord.parse(JSON.parse(taken.payload.toString()));
  return {
    event_id: taken.event_id,
    inbox_id: taken.inbox_id,
    space_id: taken.space_id,
    destination_id: taken.destination_id,
    kind: taken.kind,
    bucket: taken.bucket,
    dispatch: taken.dispatch,
    attempt: taken.attempt_count + 1,
    attempt_base: taken.attempt_base,
    revision,
    born_at_ms: taken.born_ms,
    paused_base_ms: taken.paused_base_ms,
    ...(expired ? { expired: true as const } : {}),
    canonical: taken.canonical,
    event: taken.event_name,
    uid: taken.uid,
    tg_id: taken.tg_id,
    eid: taken.eid,
    value: content.value ?? null,
    currency: taken.currency,
    occurred_at_ms: taken.occurred_ms,
    accepted_at_ms: taken.accepted_ms,
    user: content.user ?? null,
    data: content.data ?? null,
    click: taken.click === null ? null : keptClick(taken.click).context,
  };
}
