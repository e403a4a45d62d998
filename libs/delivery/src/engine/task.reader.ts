import type { Kind as KindName } from '@app/contracts';
import { HEADERS, deliveryTask } from '@app/contracts';
import type { ConsumedRecord, PartitionHandle } from '@app/kafka';
import { delayOfTopic } from '@app/kafka';
import type { Ticket } from '../records/ticket.js';

/** How long a fresh task may be attempted without asking the ledger, ms. */
export const FRESH_MS = 60_000;

/** Digits of an epoch-ms header; anything else counts as absent. */
function notBeforeOf({ headers }: ConsumedRecord): number | null {
  const text = headers[HEADERS.notBefore]?.toString() ?? '';
  return /^\d{1,16}$/.test(text) ? Number(text) : null;
}

/** Until when a task needs no look-up; 0 = it needs one: it waited in a tier, lives again, or lay here before us. */
function freshUntilOf(record: ConsumedRecord, dispatch: number, isTier: boolean, takenAt: number): number {
  return isTier || dispatch > 1 || record.timestamp < takenAt ? 0 : record.timestamp + FRESH_MS;
}

/**
 * Reads the task of a record, or says in words why there is none. `takenAt`: when this process took the partition over,
 * epoch ms by the broker's clock. `now`: monotonic ms.
 */
export function readTask(
  record: ConsumedRecord,
  partition: PartitionHandle,
  kind: KindName,
  takenAt: number,
  now: number,
): Ticket | string {
  if (record.value === null) return 'the record has no value';
  let json: unknown;
  try {
    json = JSON.parse(record.value.toString());
  } catch {
    return 'the value is not JSON';
  }
  const parsed = deliveryTask.safeParse(json);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'task'}: ${message}`);
    return `the value is not a task: ${fields.join('; ')}`;
  }
  const task = parsed.data;
  if (task.kind !== kind) return `the task is of kind ${task.kind}`;
  const delayMs = delayOfTopic(record.topic);
  return {
    task,
    bytes: record.value.length,
    partition,
    offset: record.offset,
    appendedAt: record.timestamp,
    dueAt: record.timestamp + (delayMs ?? 0),
    notBefore: notBeforeOf(record),
    arrivedAt: now,
    freshUntil: task.mode === undefined ? freshUntilOf(record, task.dispatch, delayMs !== null, takenAt) : Infinity,
    twins: null,
  };
}
