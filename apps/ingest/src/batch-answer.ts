import type { EventId, FieldError, ProblemCode } from '@app/contracts';
import type { TakenEvent, RefusedEvent } from './event-intake.js';
import { isRefused } from './event-intake.js';
import type { Written } from './event-writer.js';

/** What the answer says of one event of a batch. Pointers lead into that event. */
export type BatchResult =
  | {
      readonly index: number;
      readonly ok: true;
      readonly status: 'queued' | 'duplicate';
      readonly inbox_id: EventId;
      readonly warnings?: readonly FieldError[];
    }
  | { readonly index: number; readonly ok: false; readonly code: ProblemCode; readonly errors: readonly FieldError[] }
  | {
      readonly index: number;
      readonly ok: false;
      readonly code: 'unavailable';
      /** What a repeat must carry so that it cannot double. */
      readonly eid: string | null;
      readonly occurred_at_ms: number;
    };

/** A line that is no JSON. */
export interface UnreadableEvent {
  readonly code: 'malformed_json';
  readonly errors: readonly FieldError[];
}

export type BatchEntry = TakenEvent | RefusedEvent | UnreadableEvent;

export const isTaken = (entry: BatchEntry): entry is TakenEvent => !('code' in entry) && !isRefused(entry);

/** The result of every event in order; `written` are those of the taken ones. */
export function batchResults(entries: readonly BatchEntry[], written: readonly Written[]): BatchResult[] {
  let at = 0;
  return entries.map((entry, index): BatchResult => {
    if (!isTaken(entry)) return { index, ok: false, code: entry.code, errors: entry.errors };
    const status = written[at++] ?? 'unavailable';
    if (status === 'unavailable') {
      return { index, ok: false, code: status, eid: entry.eid, occurred_at_ms: entry.occurredAtMs };
    }
    const { inboxId: inbox_id, warnings } = entry;
    return { index, ok: true, status, inbox_id, ...(warnings.length > 0 ? { warnings } : {}) };
  });
}

/** 422 when no event is valid, 503 when Kafka took none and that is all there is to say, else 202. */
export function batchStatus(results: readonly BatchResult[]): 202 | 422 | 503 {
  if (results.every(({ ok }) => !ok)) {
    const unavailable = results.filter((result) => !result.ok && result.code === 'unavailable').length;
    if (unavailable === 0) return 422;
    if (unavailable === results.length) return 503;
  }
  return 202;
}
