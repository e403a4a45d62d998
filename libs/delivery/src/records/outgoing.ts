import type { Kind as KindName } from '@app/contracts';
import { HEADERS } from '@app/contracts';
import type { OutgoingRecord } from '@app/kafka';
import { deadLetterTopic, retryTopic } from '@app/kafka';
import type { Source, Ticket } from './ticket.js';

/** Longest explanation in a header, characters. */
const MAX_DETAIL = 1024;

/** The next attempt of a task, to wait in the delay topic beside the partition it came from. */
export const retryRecord = (
  { task, partition }: Ticket,
  kind: KindName,
  delayMs: number,
  notBefore: number | null,
): OutgoingRecord => ({
  topic: retryTopic(kind, delayMs),
  partition: partition.partition,
  key: task.event_id,
  value: JSON.stringify({ ...task, attempt: task.attempt + 1 }),
  ...(notBefore === null ? {} : { headers: { [HEADERS.notBefore]: String(notBefore) } }),
});

/** Why a record lies among the dead letters, and where it lay before. */
const explanation = (source: Source, reason: string, detail: string | null): Record<string, string> => ({
  [HEADERS.reason]: reason,
  ...(detail === null ? {} : { [HEADERS.detail]: detail.slice(0, MAX_DETAIL).toWellFormed() }),
  [HEADERS.topic]: source.topic,
  [HEADERS.partition]: String(source.partition),
  [HEADERS.offset]: String(source.offset),
  [HEADERS.timestamp]: String(source.timestamp),
});

/** A dead letter. Where the whole task is too large for a record, `reduced` leaves out what the event itself holds. */
export function deadLetterRecord(
  { task }: Ticket,
  source: Source,
  why: { readonly reason: string; readonly detail: string | null },
  reduced: boolean,
): OutgoingRecord {
  const { user: _user, data: _data, click: _click, ...rest } = task;
  return {
    topic: deadLetterTopic(task.kind),
    key: task.event_id,
    value: JSON.stringify(reduced ? rest : task),
    headers: explanation(source, why.reason, why.detail),
  };
}

/** What no task could be read from, as it is; without its value where that is too large. */
export const unreadableRecord = (
  kind: KindName,
  source: Source,
  { key, value }: { readonly key: Buffer | null; readonly value: Buffer | null },
  detail: string,
  reduced: boolean,
): OutgoingRecord => ({
  topic: deadLetterTopic(kind),
  key: key ?? `${source.topic}/${source.partition}/${source.offset}`,
  value: reduced ? null : value,
  headers: explanation(source, 'internal_error', detail),
});
