import { Controller, Inject } from '@nestjs/common';
import {
  quarterHourOf,
  readDestinations,
  readEnded,
  readNextDue,
  readOldestOpen,
  readOpenRows,
} from '@app/persistence';
import type { Database } from '@app/persistence';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { healthRoutes } from './health.routes.js';
import { shownHealth } from './health.view.js';

const DEFAULT_PERIOD_MS = 86_400_000;

@Controller()
export class HealthController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(healthRoutes.read)
  async read(@Call() { params, query }: CallOf<typeof healthRoutes.read>) {
    const to = query.to ?? Date.now();
    const from = quarterHourOf(query.from ?? to - DEFAULT_PERIOD_MS);
    const rows = await readDestinations(this.database, {
      space: params.space,
      ids: null,
      kinds: null,
      withDeleted: false,
    });
    const ids = rows.map((row) => row.id);
    const [open, ended] = await Promise.all([
      readOpenRows(this.database, ids),
      readEnded(this.database, ids, from, to),
    ]);
    const [oldest, next] = await Promise.all([readOldestOpen(this.database, open), readNextDue(this.database, open)]);
    const openOf = Map.groupBy(open, (day) => day.destination_id);
    const endedOf = new Map(ended.map((one) => [one.destination_id, one]));
    return {
      items: rows.map((row) =>
        shownHealth(row, {
          open: openOf.get(row.id) ?? [],
          ended: endedOf.get(row.id),
          oldestOpenAt: oldest.get(row.id),
          nextDueAt: next.get(row.id),
        }),
      ),
    };
  }
}
