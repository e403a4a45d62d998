import { isUtf8 } from 'node:buffer';
import { parseMoney, requestSnapshot, responseSnapshot } from '@app/contracts';
import type { AttemptRow, DestinationRow, ListedDelivery } from '@app/persistence';
import type { z } from 'zod';
import { shown, shownOrNull } from '../api/moment.js';
import { standingOf } from '../destinations/standing.js';
import type { deliveryAnswer, deliveryDetail, requestAnswer, responseAnswer } from './delivery.shape.js';

/** A delivery as lists show it. */
export function shownDelivery(
  row: ListedDelivery,
  destination: DestinationRow | undefined,
): z.input<typeof deliveryAnswer> {
  const open = row.place !== null;
  const waits =
    destination !== undefined && destination.deleted_at === null && standingOf(destination).state !== 'active';
  return {
    event_id: row.event_id,
    inbox_id: row.inbox_id,
    destination_id: row.destination_id,
    destination_name: destination?.name ?? '',
    kind: row.kind,
    canonical: row.canonical,
    event: row.event_name,
    status: row.status,
    held: open && waits,
    reason: row.reason,
    http_status: row.http_status,
    attempt_count: row.attempt_count,
    uid: row.uid,
    eid: row.eid,
    value: row.value === null ? null : parseMoney(row.value),
    currency: row.currency,
    occurred_at_ms: row.occurred_at,
    accepted_at: shown(row.accepted_at),
    last_attempt_at: shownOrNull(row.last_attempt_at),
    next_attempt_at: open ? shownOrNull(row.due_at) : null,
  };
}

type ShownBody = NonNullable<z.input<typeof requestAnswer>['body']>;

const shownBody = (base64: string): ShownBody => {
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { text: null, base64 };
};

const parsed = <T extends z.ZodType>(schema: T, json: Buffer | null): z.output<T> | null =>
  json === null ? null : schema.parse(JSON.parse(json.toString('utf8')));

/** An attempt as a delivery's page shows it. */
export function shownAttempt(row: AttemptRow): z.input<typeof deliveryDetail>['attempts'][number] {
  const request = parsed(requestSnapshot, row.request);
  const response = parsed(responseSnapshot, row.response);
  return {
    attempt: row.attempt,
    dispatch: row.dispatch,
    started_at: shown(row.started_at),
    duration_ms: row.duration_ms,
    verdict: row.verdict,
    reason: row.reason,
    detail: row.detail,
    http_status: row.http_status,
    may_have_arrived: row.may_have_arrived,
    request: request && shownRequest(request),
    response: response && shownResponse(response),
    next_attempt_at: shownOrNull(row.next_attempt_at),
  };
}

/** A request as an outcome keeps it, decoded. */
export const shownRequest = (request: z.output<typeof requestSnapshot>): z.input<typeof requestAnswer> => ({
  ...request,
  body: request.body === null ? null : shownBody(request.body),
});

/** An answer, or a fault, as an outcome keeps it, decoded. */
export const shownResponse = (response: z.output<typeof responseSnapshot>): z.input<typeof responseAnswer> =>
  'fault' in response
    ? response
    : {
        status: response.status,
        headers: response.headers,
        body: { ...shownBody(response.body), truncated: response.truncated },
      };
