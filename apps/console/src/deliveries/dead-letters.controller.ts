import { Controller, Inject } from '@nestjs/common';
import { readDeadLetters, readDeliveryDays, readDestinations, type Database } from '@app/persistence';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { shown } from '../api/moment.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { deadLetterRoutes } from './dead-letter.routes.js';

@Controller()
export class DeadLettersController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(deadLetterRoutes.list)
  async list(@Call() { params }: CallOf<typeof deadLetterRoutes.list>) {
    const every = { space: params.space, ids: null, kinds: null, withDeleted: true };
    const destinations = await readDestinations(this.database, every);
    const days = await readDeliveryDays(
      this.database,
      destinations.map((destination) => destination.id),
      ['failed_permanently'],
    );
    const groups = await readDeadLetters(this.database, days);
    return {
      items: groups.map(({ oldest_at, newest_at, ...group }) => ({
        ...group,
        oldest_at: shown(oldest_at),
        newest_at: shown(newest_at),
      })),
    };
  }
}
