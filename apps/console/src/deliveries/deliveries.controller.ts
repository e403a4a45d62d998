import { Controller, Inject } from '@nestjs/common';
import type { DeliveryId, SpaceId } from '@app/contracts';
import {
  addCounters,
  deliveryCounters,
  discardDelivery,
  lockDelivery,
  movedCounters,
  readAttempts,
  returnToOutbox,
} from '@app/persistence';
import type { Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { COUNTER_SHARD, DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { deliveryRoutes } from './delivery.routes.js';
import { DeliveryLookup } from './delivery.lookup.js';
import { DeliveryPages } from './delivery.pages.js';
import { shownAttempt, shownDelivery } from './delivery.view.js';
import { whyNotDiscard, whyNotRetry } from './manual-change.js';

type Routes = typeof deliveryRoutes;

@Controller()
export class DeliveriesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(COUNTER_SHARD) private readonly shard: number,
    private readonly pages: DeliveryPages,
    private readonly lookup: DeliveryLookup,
    private readonly writes: Writes,
  ) {}

  @Handles(deliveryRoutes.list)
  list(@Call() { params, query }: CallOf<Routes['list']>) {
    return this.pages.list(params.space, query);
  }

  @Handles(deliveryRoutes.count)
  count(@Call() { params, query }: CallOf<Routes['count']>) {
    return this.pages.count(params.space, query);
  }

  @Handles(deliveryRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    const { row, destination } = await this.lookup.require(params.space, params.event_id);
    const attempts = await readAttempts(this.database, row.bucket, row.event_id);
    return { ...shownDelivery(row, destination), detail: row.detail, attempts: attempts.map(shownAttempt) };
  }

  @Handles(deliveryRoutes.retry)
  async retry(@Call() call: CallOf<Routes['retry']>) {
    const { row, destination } = await this.lookup.require(call.params.space, call.params.event_id);
    await this.writes.act(call, async (tx) => {
      const before = await lockDelivery(tx, row.bucket, row.event_id);
      if (!before) throw this.lookup.missing();
      const why = whyNotRetry(before, destination);
      if (why) throw new ProblemError(why.code, why.detail);
      const terms = { pausedTotalMs: destination.paused_total_ms, revision: null, jobId: null };
      const moved = await returnToOutbox(tx, row.bucket, [{ eventId: row.event_id, mapping: null }], terms);
      await addCounters(tx, this.shard, movedCounters(row.destination_id, row.bucket, moved));
      return { answer: undefined, target: row.event_id, detail: { from: before.status } };
    });
    return this.#shown(call.params.space, row.event_id);
  }

  @Handles(deliveryRoutes.discard)
  async discard(@Call() call: CallOf<Routes['discard']>) {
    const { row } = await this.lookup.require(call.params.space, call.params.event_id);
    await this.writes.act(call, async (tx) => {
      const before = await lockDelivery(tx, row.bucket, row.event_id);
      if (!before) throw this.lookup.missing();
      const why = whyNotDiscard(before);
      if (why) throw new ProblemError(why.code, why.detail);
      const after = await discardDelivery(tx, row.bucket, row.event_id);
      await addCounters(tx, this.shard, deliveryCounters(row.destination_id, row.bucket, before, after));
      return { answer: undefined, target: row.event_id, detail: { from: before.status } };
    });
    return this.#shown(call.params.space, row.event_id);
  }

  async #shown(space: SpaceId, id: DeliveryId) {
    const { row, destination } = await this.lookup.require(space, id);
    return shownDelivery(row, destination);
  }
}
