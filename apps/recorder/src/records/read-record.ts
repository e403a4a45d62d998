import { HEADERS, outcome, type Outcome } from '@app/contracts';
import { TOPICS, type ConsumedRecord } from '@app/kafka';
import type { NewRejection } from '@app/persistence';
import { z } from 'zod';
import { refusedOutcome } from './refused-outcome.js';
import { listedRejection } from './listed-rejection.js';

/** What a record is to recorder. */
export type ReadRecord =
  | { readonly is: 'outcome'; readonly record: ConsumedRecord; readonly outcome: Outcome }
  /** To be listed as rejected: a record of `events.rejected`, or an outcome nobody can read. */
  | { readonly is: 'listed' | 'refused'; readonly record: ConsumedRecord; readonly row: NewRejection }
  /** A sample of the broker's clock: nothing to store. */
  | { readonly is: 'mark'; readonly record: ConsumedRecord };

/** Last millisecond of the year 9999: later moments have no text that Postgres reads. */
const LATEST_MS = 253_402_300_799_999;
const moment = z.number().int().min(0).max(LATEST_MS);

/** An outcome whose ids and times the database can hold. */
const storableOutcome = outcome.extend({
  outcome_id: z.guid(),
  job_id: z.guid().optional(),
  started_at_ms: moment,
  duration_ms: z.number().int().min(0),
  next_attempt_at_ms: moment.nullable(),
  destination: outcome.shape.destination
    .unwrap()
    .extend({ decided_at_ms: moment, held_until_ms: moment.nullable() })
    .nullable(),
});

const parseJson = (value: Buffer | null): unknown => {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
};

/** Reads a record of `outcomes` or `events.rejected`. Total: what cannot be read is to be listed with its reason. */
export function readRecord(record: ConsumedRecord): ReadRecord {
  if (record.topic === TOPICS.rejected) return { is: 'listed', record, row: listedRejection(record) };
  if (record.headers[HEADERS.clock] !== undefined) return { is: 'mark', record };
  const json = parseJson(record.value);
  if (json === undefined) return { is: 'refused', record, row: refusedOutcome(record, 'not_json', 'is not JSON') };
  const parsed = storableOutcome.safeParse(json);
  if (parsed.success) return { is: 'outcome', record, outcome: parsed.data };
  return { is: 'refused', record, row: refusedOutcome(record, 'schema', z.prettifyError(parsed.error)) };
}
