import type { Queryable } from '../database.js';

/** What came of a test send, for whoever waits for it. `result` is JSON. */
export interface TestResult {
  readonly jobId: string;
  readonly result: string;
}

/** Answers test sends that have no answer yet. */
export async function finishTests(tx: Queryable, results: readonly TestResult[]): Promise<void> {
  if (results.length === 0) return;
  await tx.query({
    name: 'outcomes.tests',
    text: `update jobs j set state = 'done', result = r.result::jsonb, updated_at = now()
             from (select distinct on (id) id, result from unnest($1::uuid[], $2::text[]) as given (id, result)) r
            where j.id = r.id and j.kind = 'test' and j.result is null`,
    values: [results.map(({ jobId }) => jobId), results.map(({ result }) => result)],
  });
}
