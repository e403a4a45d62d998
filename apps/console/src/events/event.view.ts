import { parseMoney } from '@app/contracts';
import type { DeliveryFate, ListedEvent, StoredEvent } from '@app/persistence';
import type { z } from 'zod';
import { isJsonObject, type JsonObject } from '../api/merge-patch.js';
import { shown } from '../api/moment.js';
import type { eventDetail } from './event.routes.js';
import { explain } from './explain.js';

/** An event as lists show it. */
export const shownEvent = (row: ListedEvent) => ({
  inbox_id: row.inbox_id,
  canonical: row.canonical,
  uid: row.uid,
  eid: row.eid,
  tg_id: row.tg_id,
  value: row.value === null ? null : parseMoney(row.value),
  currency: row.currency,
  occurred_at_ms: row.occurred_at,
  accepted_at: shown(row.accepted_at),
  door: row.door,
});

/** A destination of the event's space: what it was then, and its delivery if one was made. */
export interface Party {
  readonly destinationId: DeliveryFate['destination_id'];
  readonly name: string;
  readonly snapshot: unknown;
  readonly delivery: DeliveryFate | null;
}

const objectOf = (bytes: Buffer | null): JsonObject | null => {
  const value: unknown = bytes === null ? null : JSON.parse(bytes.toString('utf8'));
  return isJsonObject(value) ? value : null;
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** One event with all that is known of it. */
export function shownDetail(event: StoredEvent, parties: readonly Party[]): z.input<typeof eventDetail> {
  const then = objectOf(event.click);
  const facts = {
    canonical: event.canonical,
    value: event.value === null ? null : parseMoney(event.value),
    currency: event.currency,
    link: textOf(then?.['link']),
    country: textOf(then?.['country']),
    first: event.first,
  };
  return {
    ...shownEvent(event),
    first: event.first,
    revision: event.revision,
    position: { partition: event.source_partition, offset: event.source_offset },
    payload: objectOf(event.payload),
    click: then ?? objectOf(event.present_click),
    destinations: parties.map(({ destinationId, name, snapshot, delivery }) => ({
      destination_id: destinationId,
      destination_name: name,
      ...explain(facts, snapshot, delivery),
      event_id: delivery?.event_id ?? null,
      reason: delivery?.reason ?? null,
      attempt_count: delivery?.attempt_count ?? null,
    })),
  };
}
