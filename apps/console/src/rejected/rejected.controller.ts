import { Controller, Inject } from '@nestjs/common';
import { listRejected, readRejected, type Database, type RejectedRow } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { shown } from '../api/moment.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { rejectedRoutes } from './rejected.routes.js';

type Routes = typeof rejectedRoutes;

/** JSON where it is some, else the text. */
function valueOf(bytes: Buffer | null): unknown {
  if (bytes === null) return null;
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

const positionOf = ({ topic, partition, offset }: RejectedRow) =>
  topic === null || partition === null || offset === null ? {} : { position: { topic, partition, offset } };

const shownRejected = (row: RejectedRow) => ({
  id: row.id,
  door: row.door,
  reason: row.reason,
  detail: row.detail,
  at: shown(row.at),
  ...positionOf(row),
  value: valueOf(row.value),
  value_bytes: row.value_bytes,
  value_sha256: row.value_sha256?.toString('hex') ?? null,
  submitted_as: row.submitted_as,
});

@Controller()
export class RejectedController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(rejectedRoutes.list)
  async list(@Call() { params, query }: CallOf<Routes['list']>) {
    const rows = await listRejected(this.database, {
      space: params.space,
      reasons: query.reason ?? null,
      doors: query.door ?? null,
      fromMs: query.from ?? null,
      toMs: query.to ?? null,
      after: afterOf(query),
      limit: query.limit + 1,
    });
    return pageOf(query, rows, (row) => [row.position, row.id], shownRejected);
  }

  @Handles(rejectedRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    const row = await readRejected(this.database, params.space, params.id);
    if (!row) throw new ProblemError('not_found', 'the space has no such refusal');
    return shownRejected(row);
  }
}
