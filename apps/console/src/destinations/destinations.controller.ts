import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { DESTINATION_DEFAULTS, destinationId } from '@app/contracts';
import { insertDestination, listDestinations, listRevisions, updateDestination } from '@app/persistence';
import type { Database, DestinationRow, SecretBox } from '@app/persistence';
import { z } from 'zod';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf, positionOf } from '../api/list.js';
import { shown } from '../api/moment.js';
import { DATABASE, SECRET_BOX } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { DestinationChecks, nameTaken, type Accepted } from './destination.checks.js';
import { destinationRoutes } from './destination.routes.js';
import { DestinationStore } from './destination.store.js';
import { shownDestination } from './destination.view.js';
import { draftChange, draftNew } from './draft.js';
import { chosenKinds } from './kind-book.js';

const revisionPosition = z.tuple([z.string().regex(/^\d{1,15}$/)]);

type Routes = typeof destinationRoutes;

@Controller()
export class DestinationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    private readonly store: DestinationStore,
    private readonly checks: DestinationChecks,
    private readonly writes: Writes,
  ) {}

  @Handles(destinationRoutes.kinds)
  kinds() {
    return {
      items: chosenKinds.map(({ kind, fields, presets, eventMap }) => ({
        kind,
        fields,
        presets,
        event_map: eventMap,
        defaults: { ...DESTINATION_DEFAULTS, horizon_s: DESTINATION_DEFAULTS.horizon_s[kind] },
      })),
    };
  }

  @Handles(destinationRoutes.list)
  async list(@Call() { params, query }: CallOf<Routes['list']>) {
    const rows = await listDestinations(this.database, {
      space: params.space,
      after: afterOf(query),
      limit: query.limit + 1,
    });
    return pageOf(
      query,
      rows,
      (row) => [row.position, row.id],
      (row) => shownDestination(this.box, row),
    );
  }

  @Handles(destinationRoutes.create)
  async create(@Call() call: CallOf<Routes['create']>) {
    const { space } = call.params;
    const { kind } = call.body;
    const id = destinationId.parse(randomUUID());
    const draft = await this.checks.accept(space, kind, draftNew(this.box, id, call.body));
    const row = await this.writes.configure(call, async (tx, revision) => {
      if (!(await insertDestination(tx, { id, space, kind, revision }, draft.fields))) throw nameTaken();
      const { name } = draft.fields;
      return { answer: await this.store.keep(tx, call, { space, id }), target: id, detail: { kind, name } };
    });
    return this.#saved(row, draft);
  }

  @Handles(destinationRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    return shownDestination(this.box, await this.store.require(params.space, params.id));
  }

  @Handles(destinationRoutes.update)
  async update(@Call() call: CallOf<Routes['update']>) {
    const { row, plan } = await this.store.change(call, call.params, {
      plan: (before) => this.checks.accept(before.space_id, before.kind, draftChange(this.box, before, call.body)),
      write: async (tx, { id }, revision, draft) => {
        if (!(await updateDestination(tx, { id, revision }, draft.fields))) throw nameTaken();
        return { fields: Object.keys(call.body) };
      },
    });
    return this.#saved(row, plan);
  }

  @Handles(destinationRoutes.revisions)
  async revisions(@Call() { params, query }: CallOf<Routes['revisions']>) {
    await this.store.require(params.space, params.id);
    const position = positionOf(query, revisionPosition);
    const below = position && Number(position[0]);
    const rows = await listRevisions(this.database, { destination: params.id, below, limit: query.limit + 1 });
    return pageOf(
      query,
      rows,
      (row) => [String(row.revision)],
      ({ revision, at, actor, snapshot }) => ({
        revision,
        at: shown(at),
        actor,
        snapshot,
      }),
    );
  }

  #saved(row: DestinationRow, { warnings, issued }: Accepted) {
    return {
      ...shownDestination(this.box, row),
      ...(warnings.length > 0 ? { warnings } : {}),
      ...(issued === null ? {} : { signing_secret: issued }),
    };
  }
}
