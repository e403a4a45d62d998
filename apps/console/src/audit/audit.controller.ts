import { Controller, Inject } from '@nestjs/common';
import { listAudit, type Database } from '@app/persistence';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { shown } from '../api/moment.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { auditRoutes } from './audit.routes.js';

@Controller()
export class AuditController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(auditRoutes.list)
  async list(@Call() { params, query }: CallOf<typeof auditRoutes.list>) {
    const rows = await listAudit(this.database, {
      space: params.space,
      fromMs: query.from ?? null,
      toMs: query.to ?? null,
      actions: query.action ?? null,
      after: afterOf(query),
      limit: query.limit + 1,
    });
    return pageOf(
      query,
      rows,
      (row) => [row.position, row.id],
      ({ id, at, actor, space_id, action, target, detail }) => ({
        id,
        at: shown(at),
        actor,
        space_id,
        action,
        target,
        detail,
      }),
    );
  }
}
