import { setTimeout as delay } from 'node:timers/promises';
import type { Bucket } from '@app/contracts';
import type { Logger } from '@app/observability';
import {
  dropBucket,
  dropTests,
  foldCounters,
  forgetRejected,
  readKeptDays,
  untilStored,
  type Database,
} from '@app/persistence';
import { expiredDays } from './expired.js';
import type { RetentionMetrics } from './retention.metrics.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REJECTED_MS = 30 * DAY_MS;
const TESTS_MS = DAY_MS;
/** How often a day is tried whose tables are in use, and the pause in between. */
const TRIES = { count: 60, pauseMs: 500 };

export interface RetentionOptions {
  database: Database;
  /** Days kept. */
  days: number;
  log: Logger;
  metrics: RetentionMetrics;
  crash: (error: unknown) => void;
}

/**
 * Drops days that have been kept long enough, never one with something open, and forgets what is kept for a shorter time.
 * Every process may do it at any time: each step is complete in itself.
 */
export class RetentionKeeper {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: RetentionOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  /** Does what is due now. */
  async sweep(nowMs: number): Promise<void> {
    const { database, days, log, metrics } = this.options;
    const stored = <T>(work: () => Promise<T>) => untilStored(log, 'retention', work);
    await stored(() => dropTests(database, TESTS_MS));
    await stored(() => forgetRejected(database, REJECTED_MS));
    let open = 0;
    for (const day of expiredDays(await stored(() => readKeptDays(database)), nowMs, days)) {
      if (this.ending.signal.aborted) return;
      await stored(() => foldCounters(database, day));
      if ((await this.drop(day)) === 'open') open += 1;
    }
    metrics.blocked.set(open);
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.sweep(Date.now());
      await delay(HOUR_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async drop(day: Bucket): Promise<'dropped' | 'open' | 'busy'> {
    const { database, log, metrics } = this.options;
    const { signal } = this.ending;
    for (let tries = 0; tries < TRIES.count && !signal.aborted; tries += 1) {
      const result = await untilStored(log, 'retention', () => dropBucket(database, day));
      if (result === 'dropped') {
        metrics.dropped.inc();
        log.info({ day }, 'a day was dropped');
      }
      if (result === 'open') log.warn({ day }, 'a day is kept beyond its time: deliveries in it are open');
      if (result !== 'busy') return result;
      await delay(TRIES.pauseMs, undefined, { signal }).catch(() => undefined);
    }
    log.warn({ day }, 'a day could not be dropped: its tables are always in use, trying again later');
    return 'busy';
  }
}
