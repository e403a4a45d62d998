import { Inject, Injectable } from '@nestjs/common';
import type { DeliveryId, SpaceId } from '@app/contracts';
import { readDeliveriesOfDay, type Database, type DestinationRow, type ListedDelivery } from '@app/persistence';
import { ProblemError } from '@app/service';
import { DATABASE } from '../api/parts.js';
import { DeliverySearch } from './delivery.search.js';

/** Finds one delivery of a space by its id alone. */
@Injectable()
export class DeliveryLookup {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly search: DeliverySearch,
  ) {}

  /** The delivery and its destination. Refuses with 404. */
  async require(space: SpaceId, id: DeliveryId): Promise<{ row: ListedDelivery; destination: DestinationRow }> {
    const { filter, days, destinations } = await this.search.prepare(space, { event_id: [id] }, null);
    for (const { bucket, ids } of days) {
      const page = { bucket, destinations: filter.destinations, ids, before: null, limit: 1 };
      const [row] = await readDeliveriesOfDay(this.database, filter, page);
      const destination = destinations.find((one) => one.id === row?.destination_id);
      if (row && destination) return { row, destination };
    }
    throw this.missing();
  }

  missing() {
    return new ProblemError('not_found', 'the space has no such delivery');
  }
}
