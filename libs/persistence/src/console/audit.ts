import type { SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** What was done by whom. `at` is epoch ms; `space_id` `null` = the installation. */
export interface AuditRow {
  id: string;
  at: number;
  actor: string;
  space_id: SpaceId | null;
  action: string;
  target: string | null;
  detail: Record<string, unknown>;
}

/** Notes one write, in the transaction that did it. */
export async function insertAudit(tx: Queryable, row: Omit<AuditRow, 'at'>): Promise<void> {
  await tx.query({
    name: 'console.audit_insert',
    text: 'insert into audit_log (id, actor, space_id, action, target, detail) values ($1, $2, $3, $4, $5, $6)',
    values: [row.id, row.actor, row.space_id, row.action, row.target, JSON.stringify(row.detail)],
  });
}

export interface AuditPage {
  space: SpaceId;
  fromMs: number | null;
  toMs: number | null;
  actions: readonly string[] | null;
  after: { at: string; id: string } | null;
  limit: number;
}

/** The writes of a space, newest first. `position` is the exact time for the next page. */
export const listAudit = (db: Queryable, page: AuditPage): Promise<(AuditRow & { position: string })[]> =>
  db.query<AuditRow & { position: string }>({
    name: 'console.audit_list',
    text: `select id, at, actor, space_id, action, target, detail, at::text as position from audit_log
           where space_id = $1
             and ($2::timestamptz is null or at >= $2::timestamptz)
             and ($3::timestamptz is null or at < $3::timestamptz)
             and ($4::text[] is null or action = any($4))
             and ($5::timestamptz is null or (at, id) < ($5, $6::uuid))
           order by at desc, id desc limit $7`,
    values: [
      page.space,
      timestamptz(page.fromMs),
      timestamptz(page.toMs),
      page.actions,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  });
