import { Controller, Inject } from '@nestjs/common';
import { deliveryIdOf } from '@app/identity';
import { readEvent, readFates, readRevisionsAt, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { EventPages } from './event.pages.js';
import { eventRoutes } from './event.routes.js';
import { shownDetail, shownEvent } from './event.view.js';

type Routes = typeof eventRoutes;

@Controller()
export class EventsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly pages: EventPages,
  ) {}

  @Handles(eventRoutes.list)
  async list(@Call() { params, query }: CallOf<Routes['list']>) {
    const after = afterOf(query);
    const filter = {
      space: params.space,
      uids: query.uid ?? null,
      eids: query.eid ?? null,
      tgIds: query.tg_id ?? null,
      fromMs: query.from ?? null,
      toMs: query.to ?? null,
    };
    const before = after && { acceptedAt: after.at, inboxId: after.id };
    const rows = await this.pages.read(filter, before, query.limit + 1);
    return pageOf(query, rows, (row) => [row.position, row.inbox_id], shownEvent);
  }

  @Handles(eventRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    const event = await readEvent(this.database, params.space, params.inbox_id);
    if (!event) throw new ProblemError('not_found', 'the space has no such event, or it is no longer kept');
    const destinations = await readRevisionsAt(this.database, params.space, event.revision);
    const ids = destinations.map((destination) => deliveryIdOf(event.inbox_id, destination.destination_id));
    const fates = await readFates(this.database, event.bucket, ids);
    const fateOf = new Map(fates.map((fate) => [fate.destination_id, fate]));
    return shownDetail(
      event,
      destinations.map(({ destination_id, name, snapshot }) => ({
        destinationId: destination_id,
        name,
        snapshot,
        delivery: fateOf.get(destination_id) ?? null,
      })),
    );
  }
}
