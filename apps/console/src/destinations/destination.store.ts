import { Inject, Injectable } from '@nestjs/common';
import type { DestinationId, SpaceId } from '@app/contracts';
import { insertRevision, readDestination, readDestinations } from '@app/persistence';
import type { Database, DestinationRow, Queryable, SecretBox } from '@app/persistence';
import { ProblemError } from '@app/service';
import { tagMatches } from '../api/entity-tag.js';
import type { JsonObject } from '../api/merge-patch.js';
import { DATABASE, SECRET_BOX } from '../api/parts.js';
import type { AnyCall } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { snapshotOf } from './destination.view.js';

/** How often a change is planned anew because somebody else changed the destination meanwhile. */
const MAX_TRIES = 5;

/** A change of one destination in its parts. */
export interface Change<Plan> {
  /** From what the destination is; may take its time, so it runs before the transaction. Refuses by throwing. */
  plan: (row: DestinationRow) => Promise<Plan> | Plan;
  /** Writes the plan with the new revision; answers what the audit log says of it. */
  write: (tx: Queryable, row: DestinationRow, revision: number, plan: Plan) => Promise<JsonObject>;
}

/** Somebody else changed the destination between plan and transaction. */
class Overtaken extends Error {}

/** Reading and changing destinations; every change keeps what the destination is from then on. */
@Injectable()
export class DestinationStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    private readonly writes: Writes,
  ) {}

  /** A destination of the space. Refuses with 404. */
  async require(space: SpaceId, id: DestinationId, db: Queryable = this.database): Promise<DestinationRow> {
    const row = await readDestination(db, space, id);
    if (!row) throw new ProblemError('not_found', 'the space has no such destination');
    return row;
  }

  /** A destination of the space, deleted or not; `null` when there never was one. */
  async findEver({ space, id }: DestinationKey, db: Queryable = this.database): Promise<DestinationRow | null> {
    const [row] = await readDestinations(db, { space, ids: [id], kinds: null, withDeleted: true });
    return row ?? null;
  }

  /** Reads back a destination just written, and keeps it as its newest revision. */
  async keep(tx: Queryable, call: AnyCall, key: DestinationKey): Promise<DestinationRow> {
    const row = await this.findEver(key, tx);
    if (!row) throw new Error('a destination that was just written is not there');
    await insertRevision(tx, {
      destination_id: row.id,
      revision: row.revision,
      actor: call.caller.actor,
      snapshot: snapshotOf(this.box, row),
    });
    return row;
  }

  /**
   * Carries out a change planned from what the destination is, if it still is that; otherwise plans anew. `If-Match` is
   * checked against what the plan was made from.
   */
  async change<Plan>(
    call: AnyCall,
    key: DestinationKey,
    { plan, write }: Change<Plan>,
  ): Promise<{ row: DestinationRow; plan: Plan }> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const before = await this.require(key.space, key.id);
      requireMatch(call, before);
      const planned = await plan(before);
      const changed = await this.#carryOut(call, key, before, (tx, revision) => write(tx, before, revision, planned));
      if (changed) return { row: changed, plan: planned };
    }
    throw new ProblemError('conflict', 'others keep changing this destination: try again');
  }

  async #carryOut(
    call: AnyCall,
    key: DestinationKey,
    before: DestinationRow,
    write: (tx: Queryable, revision: number) => Promise<JsonObject>,
  ): Promise<DestinationRow | null> {
    try {
      return await this.writes.configure(call, async (tx, revision) => {
        const present = await this.require(key.space, key.id, tx);
        if (present.revision !== before.revision) throw new Overtaken();
        const detail = await write(tx, revision);
        return { answer: await this.keep(tx, call, key), target: key.id, detail };
      });
    } catch (error) {
      if (error instanceof Overtaken) return null;
      throw error;
    }
  }
}

export interface DestinationKey {
  readonly space: SpaceId;
  readonly id: DestinationId;
}

function requireMatch(call: AnyCall, row: DestinationRow): void {
  if (tagMatches(call.ifMatch, row.revision)) return;
  throw new ProblemError('conflict', `the destination is at revision ${row.revision} by now`, { status: 412 });
}
