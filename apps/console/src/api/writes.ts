import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SpaceId } from '@app/contracts';
import { insertAudit, nextRevision, type Database, type Queryable } from '@app/persistence';
import { DATABASE } from './parts.js';
import type { AnyCall } from './route.js';

/** What a write did: its answer, and what the audit log says of it. Never a secret. */
export interface Written<Answer> {
  readonly answer: Answer;
  /** Id of what was written. */
  readonly target: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The space it concerns, where the path does not say. */
  readonly space?: SpaceId;
}

type Work<Answer> = (tx: Queryable, revision: number) => Promise<Written<Answer>>;

/** The one way to write: a transaction that ends with its entry in the audit log, or does not happen. */
@Injectable()
export class Writes {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Writes what is no configuration. */
  act<Answer>(call: AnyCall, work: (tx: Queryable) => Promise<Written<Answer>>): Promise<Answer> {
    return this.database.transaction((tx) => noted(tx, call, work(tx)));
  }

  /**
   * Changes configuration: raises the revision first, which lets one writer in at a time, and hands it in to be written
   * into every changed row.
   */
  configure<Answer>(call: AnyCall, work: Work<Answer>): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const revision = await nextRevision(tx);
      return noted(tx, call, work(tx, revision));
    });
  }
}

async function noted<Answer>(tx: Queryable, call: AnyCall, work: Promise<Written<Answer>>): Promise<Answer> {
  const { answer, target, detail = {}, space } = await work;
  const { action } = call.route;
  if (action === undefined)
    throw new Error(`${call.route.method} ${call.route.path} writes without an action to audit`);
  await insertAudit(tx, {
    id: randomUUID(),
    actor: call.caller.actor,
    space_id: space ?? call.space,
    action,
    target,
    detail,
  });
  return answer;
}
