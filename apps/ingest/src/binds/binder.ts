import type { BindResult, ClickKey, Queryable } from '@app/persistence';
import { bindClick, classifyDatabaseError } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { IngestMetrics } from '../ingest.metrics.js';
import { within } from '../within.js';

/** The longest a caller waits for the database (ms). */
const PATIENCE_MS = 10_000;

/** Binds clicks in the database, the one thing a door cannot do without it: a bind is an answer, not a record. */
export class Binder {
  constructor(
    private readonly db: Queryable,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Rejects with the 503 of a database that is away; repeating a bind changes nothing. */
  async bind(click: ClickKey, tgId: string): Promise<BindResult> {
    const result = await within(PATIENCE_MS, bindClick(this.db, click, tgId), null).catch((error: unknown) => {
      if (classifyDatabaseError(error) === 'retry') return null;
      throw error;
    });
    if (result === null) {
      this.metrics.bind('unavailable');
      throw new ProblemError('unavailable', 'the bind is not known to be stored: repeat the call');
    }
    this.metrics.bind(!result.matched ? 'click_unknown' : result.bound ? 'bound' : 'bound_otherwise');
    return result;
  }
}
