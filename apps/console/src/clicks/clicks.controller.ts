import { Controller, Inject } from '@nestjs/common';
import { readClick, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { shown } from '../api/moment.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { clickRoutes } from './click.routes.js';

@Controller()
export class ClicksController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(clickRoutes.read)
  async read(@Call() { params }: CallOf<(typeof clickRoutes)['read']>) {
    const click = await readClick(this.database, params.space, params.uid);
    if (!click) throw new ProblemError('not_found', 'the space has no such click');
    const { context, link_id, clicked_at, accepted_at } = click;
    return { ...context, link_id, clicked_at: shown(clicked_at), accepted_at: shown(accepted_at) };
  }
}
