import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import type { Database } from '@app/persistence';
import { ensureUpcomingBuckets, untilStored } from '@app/persistence';

/** Buckets are made two weeks ahead, so an hour more or less means nothing. */
const INTERVAL_MS = 3_600_000;

/** Keeps day partitions ahead of the clock, from the moment it starts until it is stopped. */
export class BucketKeeper {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
    private readonly crash: (error: unknown) => void,
  ) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.crash(error));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await untilStored(this.log, 'keeper', () => ensureUpcomingBuckets(this.database, Date.now()));
      await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
