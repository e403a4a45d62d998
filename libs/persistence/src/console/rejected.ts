import type { SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** What was refused, with as much of it as may be kept. `at` is epoch ms, `position` is `at` exactly. */
export interface RejectedRow {
  id: string;
  door: string;
  reason: string;
  detail: string;
  at: number;
  position: string;
  topic: string | null;
  partition: number | null;
  offset: number | null;
  value: Buffer | null;
  value_bytes: number;
  value_sha256: Buffer | null;
  submitted_as: string | null;
}

const COLUMNS = `id, door, reason, detail, at, at::text as position, topic, partition, "offset", value, value_bytes,
  value_sha256, submitted_as`;

export interface RejectedPage {
  space: SpaceId;
  reasons: readonly string[] | null;
  doors: readonly string[] | null;
  fromMs: number | null;
  toMs: number | null;
  after: { at: string; id: string } | null;
  limit: number;
}

/** Refusals of a space, newest first. */
export const listRejected = (db: Queryable, page: RejectedPage): Promise<RejectedRow[]> =>
  db.query<RejectedRow>({
    name: 'console.rejected_list',
    text: `select ${COLUMNS} from rejected_events
           where space_id = $1
             and ($2::text[] is null or reason = any($2))
             and ($3::text[] is null or door = any($3))
             and ($4::timestamptz is null or at >= $4::timestamptz)
             and ($5::timestamptz is null or at < $5::timestamptz)
             and ($6::timestamptz is null or (at, id) < ($6, $7::uuid))
           order by at desc, id desc limit $8`,
    values: [
      page.space,
      page.reasons,
      page.doors,
      timestamptz(page.fromMs),
      timestamptz(page.toMs),
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  });

/** One refusal of a space; `null` when there is none. */
export async function readRejected(db: Queryable, space: SpaceId, id: string): Promise<RejectedRow | null> {
  const rows = await db.query<RejectedRow>({
    name: 'console.rejected_read',
    text: `select ${COLUMNS} from rejected_events where space_id = $1 and id = $2`,
    values: [space, id],
  });
  return rows[0] ?? null;
}
