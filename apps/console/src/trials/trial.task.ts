import {
  bucketOf,
  clickContext,
  eventRecord,
  parseMoney,
  type Canonical,
  type ClickContext,
  type DeliveryId,
  type DeliveryTask,
  type Destination,
  type EventId,
} from '@app/contracts';
import type { StoredEvent } from '@app/persistence';

/** An event to try a destination with. Times are epoch ms. */
export interface TrialEvent {
  readonly inboxId: EventId;
  /** Made up: it stands nowhere. */
  readonly isSample: boolean;
  readonly canonical: Canonical;
  readonly uid: string | null;
  readonly tgId: string | null;
  readonly eid: string | null;
  readonly value: string | null;
  readonly currency: string | null;
  readonly occurredAtMs: number;
  readonly acceptedAtMs: number;
  readonly first: boolean;
  readonly user: DeliveryTask['user'];
  readonly data: DeliveryTask['data'];
  readonly click: ClickContext | null;
}

/** A stored event, with its click as it was then, else as it is known by now. */
export function trialOf(event: StoredEvent): TrialEvent {
  const content = eventRecord
    .pick({ user: true, data: true })
    .safeParse(JSON.parse(event.payload.toString('utf8'))).data;
  const click = event.click ?? event.present_click;
  return {
    inboxId: event.inbox_id,
    isSample: false,
    canonical: event.canonical,
    uid: event.uid,
    tgId: event.tg_id,
    eid: event.eid,
    value: event.value === null ? null : parseMoney(event.value),
    currency: event.currency,
    occurredAtMs: event.occurred_at,
    acceptedAtMs: event.accepted_at,
    first: event.first,
    user: content?.user ?? null,
    data: content?.data ?? null,
    click: click === null ? null : (clickContext.safeParse(JSON.parse(click.toString('utf8'))).data ?? null),
  };
}

/** What of a destination, saved or not, shapes a task. */
export type TrialDestination = Pick<
  Destination,
  'id' | 'space_id' | 'kind' | 'revision' | 'event_map' | 'currency_map'
>;

/**
 * The task that would bring the event to the destination, as a delivery of its own. A canonical without a name there goes
 * by its own.
 */
export function trialTask(event: TrialEvent, destination: TrialDestination, id: DeliveryId, now: number): DeliveryTask {
  const { currency } = event;
  return {
    event_id: id,
    inbox_id: event.inboxId,
    space_id: destination.space_id,
    destination_id: destination.id,
    kind: destination.kind,
    bucket: bucketOf(now),
    dispatch: 1,
    attempt: 1,
    attempt_base: 0,
    revision: destination.revision,
    born_at_ms: now,
    paused_base_ms: 0,
    canonical: event.canonical,
    event: destination.event_map[event.canonical] ?? event.canonical,
    uid: event.uid,
    tg_id: event.tgId,
    eid: event.eid,
    value: event.value,
    currency: currency === null ? null : (destination.currency_map[currency] ?? currency),
    occurred_at_ms: event.occurredAtMs,
    accepted_at_ms: event.acceptedAtMs,
    user: event.user,
    data: event.data,
    click: event.click,
  };
}
