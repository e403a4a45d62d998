import type { Queryable } from '../database.js';

/** A test send that is to go out now; `request` is the JSON it was asked with. */
export interface TakenTest {
  readonly id: string;
  readonly request: unknown;
}

/**
 * Takes the test sends that wait, each once. One older than `maxAgeMs` has nobody waiting for it any more and is given
 * up.
 */
export async function takeTests(db: Queryable, maxAgeMs: number): Promise<TakenTest[]> {
  const rows = await db.query<TakenTest & { state: string } & Record<string, unknown>>({
    name: 'jobs.tests_take',
    text: `with waiting as (
             select id from jobs where kind = 'test' and state = 'waiting' order by created_at limit 100 for update skip locked
           )
           update jobs j
              set state = case when j.created_at > now() - $1::double precision * interval '1 ms' then 'running' else 'cancelled' end,
                  updated_at = now()
             from waiting where j.id = waiting.id returning j.id, j.request, j.state`,
    values: [maxAgeMs],
  });
  return rows.filter(({ state }) => state === 'running').map(({ id, request }) => ({ id, request }));
}

/** Where a test send stands; `result` is the JSON of its answer. */
export async function readTest(db: Queryable, id: string): Promise<{ state: string; result: unknown } | null> {
  const rows = await db.query<{ state: string; result: unknown }>({
    name: 'jobs.test_read',
    text: `select state, result from jobs where id = $1 and kind = 'test'`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Forgets test sends older than this: what they carry of a person is kept no longer than it is looked at. */
export async function dropTests(db: Queryable, maxAgeMs: number): Promise<void> {
  await db.query({
    name: 'jobs.tests_drop',
    text: `delete from jobs where kind = 'test' and created_at < now() - $1::double precision * interval '1 ms'`,
    values: [maxAgeMs],
  });
}
