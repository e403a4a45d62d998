import { Inject, Injectable } from '@nestjs/common';
import type { Bucket, DestinationId } from '@app/contracts';
import { addCounters, discardOpen, movedCounters, readOpenRows, type Database } from '@app/persistence';
import { COUNTER_SHARD, DATABASE } from '../api/parts.js';

/** Rows settled in one transaction: short enough that nobody who needs one of them waits long. */
const CHUNK = 5_000;

/** Giving up what a deleted destination still had to deliver. */
@Injectable()
export class Discards {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(COUNTER_SHARD) private readonly shard: number,
  ) {}

  /** How many deliveries of a destination are open, from counters. */
  async countOpen(id: DestinationId): Promise<number> {
    const rows = await readOpenRows(this.database, [id]);
    return rows.reduce((sum, row) => sum + row.pending + row.failed, 0);
  }

  /** Settles every open delivery of a destination as discarded, day by day. Repeating it finishes what was interrupted. */
  async discardAll(id: DestinationId): Promise<void> {
    for (const { bucket } of await readOpenRows(this.database, [id])) {
      let settled: number;
      do settled = await this.#discardSome(id, bucket);
      while (settled === CHUNK);
    }
  }

  #discardSome(id: DestinationId, bucket: Bucket): Promise<number> {
    return this.database.transaction(async (tx) => {
      const moved = await discardOpen(tx, id, bucket, CHUNK);
      await addCounters(tx, this.shard, movedCounters(id, bucket, moved));
      return moved.reduce((sum, { count }) => sum + count, 0);
    });
  }
}
