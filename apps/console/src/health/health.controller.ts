import { Controller, Inject } from '@nestjs/common';
import {
  quarterHourOf,
  readDestinations,
  readEnded,
  readNextDue,
  readOldestOpen,
  readOpenRows,
} from '@app/persistence';
import type { Database, Queryable } from '@app/persistence';
import type { SpaceId } from '@app/contracts';
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
    // One moment for all: a delivery must not be waiting in one number and sent in the next.
    return this.database.snapshot((tx) => this.healthAt(tx, params.space, from, to));
  }

  private async healthAt(tx: Queryable, space: SpaceId, from: number, to: number) {
    const rows = await readDestinations(tx, { space, ids: null, kinds: null, withDeleted: false });
    const ids = rows.map((row) => row.id);
    const open = await readOpenRows(tx, ids);
    const ended = await readEnded(tx, ids, from, to);
    const oldest = await readOldestOpen(tx, open);
    const next = await readNextDue(tx, open);
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
