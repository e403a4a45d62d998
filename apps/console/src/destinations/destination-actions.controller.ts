import { Controller, Inject } from '@nestjs/common';
import {
  deleteDestination,
  openConfig,
  pauseDestination,
  resumeDestination,
  sealConfig,
  updateDestination,
} from '@app/persistence';
import type { DestinationRow, SecretBox } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { shown } from '../api/moment.js';
import { SECRET_BOX } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { destinationRoutes } from './destination.routes.js';
import { DestinationStore } from './destination.store.js';
import { shownDestination } from './destination.view.js';
import { Discards } from './discards.js';
import { recordOf } from './draft.js';
import { kindOf } from './kind-book.js';
import { standingOf } from './standing.js';

type Routes = typeof destinationRoutes;

@Controller()
export class DestinationActionsController {
  constructor(
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    private readonly store: DestinationStore,
    private readonly discards: Discards,
    private readonly writes: Writes,
  ) {}

  @Handles(destinationRoutes.pause)
  async pause(@Call() call: CallOf<Routes['pause']>) {
    const present = await this.store.require(call.params.space, call.params.id);
    if (present.paused_at !== null) return shownDestination(this.box, present);
    const { row } = await this.store.change(call, call.params, {
      plan: () => null,
      write: async (tx, { id }, revision) => {
        await pauseDestination(tx, id, call.caller.actor, revision);
        return {};
      },
    });
    return shownDestination(this.box, row);
  }

  @Handles(destinationRoutes.resume)
  async resume(@Call() call: CallOf<Routes['resume']>) {
    const present = await this.store.require(call.params.space, call.params.id);
    const stopped = present.paused_at !== null || present.decided_state !== 'active';
    if (!stopped) return shownDestination(this.box, present);
    const { row } = await this.store.change(call, call.params, {
      plan: (before) => ({ from: standingOf(before) }),
      write: async (tx, { id }, revision, { from }) => {
        await resumeDestination(tx, id, revision);
        return { state: from.state, reason: from.reason };
      },
    });
    return shownDestination(this.box, row);
  }

  @Handles(destinationRoutes.rotateSecret)
  async rotateSecret(@Call() call: CallOf<Routes['rotateSecret']>) {
    const { overlap_s } = call.body;
    const { row, plan } = await this.store.change(call, call.params, {
      plan: (before) => this.#rotated(before, overlap_s),
      write: async (tx, before, revision, { config }) => {
        await updateDestination(tx, { id: before.id, revision }, { ...before, config });
        return { overlap_s };
      },
    });
    return { signing_secret: plan.secret, previous_expires_at: shown(plan.previousEndsAt), revision: row.revision };
  }

  @Handles(destinationRoutes.remove)
  async remove(@Call() call: CallOf<Routes['remove']>) {
    const { space, id } = call.params;
    const { discard } = call.query;
    const before = await this.store.findEver({ space, id });
    const open = await this.discards.countOpen(id);
    // A deletion that was interrupted while it discarded is finished by repeating it.
    const unfinished = before?.deleted_at !== null && discard && open > 0;
    if (!before || (before.deleted_at !== null && !unfinished)) {
      throw new ProblemError('not_found', 'the space has no such destination');
    }
    if (open > 0 && !discard) {
      throw new ProblemError('conflict', `${open} deliveries are open; add ?discard=true to give them up`);
    }
    await this.writes.configure(call, async (tx, revision) => {
      await deleteDestination(tx, id, revision);
      await this.store.keep(tx, call, { space, id });
      return { answer: undefined, target: id, detail: { name: before.name, discarded: open } };
    });
    await this.discards.discardAll(id);
  }

  #rotated(row: DestinationRow, overlapS: number) {
    const { signing, secrets } = kindOf(row.kind);
    if (!signing) throw new ProblemError('not_supported_for_kind', `destinations of kind ${row.kind} sign nothing`);
    const opened = openConfig(this.box, row.id, row.config);
    if ('unreadable' in opened) {
      throw new ProblemError(
        'conflict',
        `secrets cannot be read any more: set ${opened.unreadable.join(', ')} anew first`,
      );
    }
    const now = Date.now();
    const { config, secret } = signing.rotate(opened.config, now, overlapS * 1000);
    return {
      secret,
      previousEndsAt: now + overlapS * 1000,
      config: sealConfig(this.box, row.id, recordOf(config), secrets),
    };
  }
}
