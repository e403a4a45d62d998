import { Controller, Inject } from '@nestjs/common';
import { dropPreviousKey, listKeys, retireKeys, type Database, type SecretBox } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { shown, shownOrNull } from '../api/moment.js';
import { DATABASE, SECRET_BOX } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { keyRoutes } from './key.routes.js';
import { addKey } from './new-key.js';

type Routes = typeof keyRoutes;

@Controller()
export class KeysController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    private readonly writes: Writes,
  ) {}

  @Handles(keyRoutes.list)
  async list(@Call() { params }: CallOf<Routes['list']>) {
    const keys = await listKeys(this.database, params.space);
    return {
      items: keys.map((key) => ({
        kind: key.kind,
        hint: key.hint,
        created_at: shown(key.created_at),
        last_used_at: shownOrNull(key.last_used_at),
        previous_expires_at: shownOrNull(key.previous_expires_at),
        previous_last_used_at: shownOrNull(key.previous_last_used_at),
      })),
    };
  }

  @Handles(keyRoutes.rotate)
  rotate(@Call() call: CallOf<Routes['rotate']>) {
    const { space, kind } = call.params;
    const { overlap_s } = call.body;
    return this.writes.configure(call, async (tx, revision) => {
      const previousEnds = await retireKeys(tx, space, kind, overlap_s, revision);
      const key = await addKey(tx, this.box, { space, kind, revision });
      return {
        answer: { [kind]: key, previous_expires_at: shownOrNull(previousEnds) },
        target: kind,
        detail: { overlap_s },
      };
    });
  }

  @Handles(keyRoutes.dropPrevious)
  dropPrevious(@Call() call: CallOf<Routes['dropPrevious']>) {
    const { space, kind } = call.params;
    return this.writes.configure(call, async (tx, revision) => {
      if (!(await dropPreviousKey(tx, space, kind, revision))) {
        throw new ProblemError('not_found', 'no previous key of this kind works any more');
      }
      return { answer: undefined, target: kind };
    });
  }
}
