import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { spaceId } from '@app/contracts';
import { insertSpace, listSpaces, readSpace, updateSpace } from '@app/persistence';
import type { Database, SecretBox, SpaceRow } from '@app/persistence';
import { ProblemError, invalidFields } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { mergePatch } from '../api/merge-patch.js';
import { shown } from '../api/moment.js';
import { DATABASE, SECRET_BOX } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { addKey } from './new-key.js';
import { spaceFields, spaceRoutes } from './space.routes.js';

type Routes = typeof spaceRoutes;

const shownSpace = ({ id, name, time_zone, event_aliases, created_at }: SpaceRow) => ({
  id,
  name,
  time_zone,
  event_aliases,
  created_at: shown(created_at),
});

const nameTaken = () =>
  new ProblemError('name_taken', 'another space has this name', { errors: [{ pointer: '/name', detail: 'is taken' }] });

@Controller()
export class SpacesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    private readonly writes: Writes,
  ) {}

  @Handles(spaceRoutes.list)
  async list(@Call() { caller, query }: CallOf<Routes['list']>) {
    const rows = await listSpaces(this.database, {
      visible: caller.spaces,
      after: afterOf(query),
      limit: query.limit + 1,
    });
    return pageOf(query, rows, (row) => [row.position, row.id], shownSpace);
  }

  @Handles(spaceRoutes.create)
  create(@Call() call: CallOf<Routes['create']>) {
    const id = spaceId.parse(randomUUID());
    return this.writes.configure(call, async (tx, revision) => {
      const space = await insertSpace(tx, { id, revision }, call.body);
      if (!space) throw nameTaken();
      const secret = await addKey(tx, this.box, { space: id, kind: 'secret', revision });
      const ingestToken = await addKey(tx, this.box, { space: id, kind: 'ingest_token', revision });
      return { answer: { id, name: space.name, secret, ingest_token: ingestToken }, target: id, space: id };
    });
  }

  @Handles(spaceRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    const space = await readSpace(this.database, params.space);
    if (!space) throw new ProblemError('not_found', 'there is no such space');
    return shownSpace(space);
  }

  @Handles(spaceRoutes.update)
  update(@Call() call: CallOf<Routes['update']>) {
    const { space: id } = call.params;
    return this.writes.configure(call, async (tx, revision) => {
      const space = await readSpace(tx, id);
      if (!space) throw new ProblemError('not_found', 'there is no such space');
      const { name, time_zone, event_aliases } = space;
      const fields = spaceFields.safeParse(mergePatch({ name, time_zone, event_aliases }, call.body));
      if (!fields.success) throw invalidFields(fields.error);
      const changed = await updateSpace(tx, { id, revision }, fields.data);
      if (!changed) throw nameTaken();
      return { answer: shownSpace(changed), target: id, detail: { fields: Object.keys(call.body) } };
    });
  }
}
