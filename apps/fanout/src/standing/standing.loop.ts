import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import { readObserved, readOldestOpen, readOpenRows, untilStored, type Database } from '@app/persistence';
import type { Standing } from './standing.metrics.js';

const INTERVAL_MS = 30_000;
/** Destinations told one by one: each has some ten series. Those beyond are in the sums of their kind only. */
const TOLD = 500;

interface StandingLoopOptions {
  database: Database;
  tell: (standing: Standing, nowMs: number) => void;
  log: Logger;
  crash: (error: unknown) => void;
}

/** Looks at how destinations stand, for monitoring, every 30 s. Its cost does not grow with deliveries. */
export class StandingLoop {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: StandingLoopOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { log, tell } = this.options;
    const { signal } = this.ending;
    while (!signal.aborted) {
      tell(await untilStored(log, 'standing', () => this.look()), Date.now());
      await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<Standing> {
    const { database } = this.options;
    const destinations = await readObserved(database, TOLD);
    const open = await readOpenRows(
      database,
      destinations.map(({ id }) => id),
    );
    return { destinations, open, oldest: await readOldestOpen(database, open) };
  }
}
