import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { hashKey, mintKey } from '@app/identity';
import { insertToken, listTokens, missingSpaces, revokeToken, type Database, type TokenRow } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { shown, shownOrNull } from '../api/moment.js';
import { DATABASE } from '../api/parts.js';
import { issueAt, refuse } from '../api/refusal.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { tokenRoutes } from './token.routes.js';

type Routes = typeof tokenRoutes;

const HINT_LENGTH = 4;

const shownToken = (row: TokenRow) => ({
  id: row.id,
  name: row.name,
  role: row.role,
  space_ids: row.space_ids,
  hint: row.hint,
  created_by: row.created_by,
  created_at: shown(row.created_at),
  last_used_at: shownOrNull(row.last_used_at),
});

@Controller()
export class TokensController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly writes: Writes,
  ) {}

  @Handles(tokenRoutes.list)
  async list(@Call() { query }: CallOf<Routes['list']>) {
    const rows = await listTokens(this.database, { after: afterOf(query), limit: query.limit + 1 });
    return pageOf(query, rows, (row) => [row.position, row.id], shownToken);
  }

  @Handles(tokenRoutes.create)
  async create(@Call() call: CallOf<Routes['create']>) {
    const { name, role, space_ids } = call.body;
    const missing = new Set(await missingSpaces(this.database, space_ids ?? []));
    const issues = (space_ids ?? []).flatMap((id, index) =>
      missing.has(id) ? [issueAt(['space_ids', index], 'there is no such space')] : [],
    );
    if (issues.length > 0) throw refuse({ body: issues });
    const token = mintKey('adm');
    return this.writes.act(call, async (tx) => {
      const row = await insertToken(tx, {
        id: randomUUID(),
        name,
        hash: hashKey(token),
        hint: token.slice(-HINT_LENGTH),
        role,
        space_ids,
        created_by: call.caller.actor,
      });
      return { answer: { ...shownToken(row), token }, target: row.id, detail: { name, role, space_ids } };
    });
  }

  @Handles(tokenRoutes.revoke)
  revoke(@Call() call: CallOf<Routes['revoke']>) {
    const { id } = call.params;
    return this.writes.act(call, async (tx) => {
      const name = await revokeToken(tx, id);
      if (name === null) throw new ProblemError('not_found', 'there is no such token');
      return { answer: undefined, target: id, detail: { name } };
    });
  }
}
