import type { Queryable } from '../database.js';

/** Rows one statement deletes at most. */
const CHUNK = 5_000;

/** Forgets what was refused longer ago than this. */
export async function forgetRejected(db: Queryable, maxAgeMs: number): Promise<void> {
  let gone: number;
  do {
    const rows = await db.query({
      name: 'retention.rejected',
      text: `delete from rejected_events
              where id in (select id from rejected_events where at < now() - $1::double precision * interval '1 ms' limit $2)
              returning 1 as gone`,
      values: [maxAgeMs, CHUNK],
    });
    gone = rows.length;
  } while (gone === CHUNK);
}
