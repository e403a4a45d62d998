import { setTimeout as delay } from 'node:timers/promises';
import type { Bounds } from '@app/kafka';
import type { Logger } from '@app/observability';

/** How early before Kafka forgets a record the door closes. */
const MARGIN_MS = 24 * 3_600_000;
/** Looks while the door is open, and while it waits to open again: what matters are days. */
const LOOK_MS = { open: 300_000, closed: 10_000 };

/** How far fanout has read a partition. */
export type ReadTo = ReadonlyMap<number, { readonly next: number }>;

/**
 * Partitions with a record that nobody has read and that is older than the moment `oldEnough` stands for: there the first
 * record since that moment has this offset, the end where there is none. One that fanout never read begins at its begin.
 */
export const overduePartitions = (
  read: ReadTo,
  bounds: readonly Pick<Bounds, 'begin'>[],
  oldEnough: readonly number[],
): number[] =>
  bounds.flatMap(({ begin }, partition) => {
    const next = Math.max(read.get(partition)?.next ?? 0, begin);
    return next < (oldEnough[partition] ?? 0) ? [partition] : [];
  });

export interface UnreadWatchOptions {
  /** How long Kafka keeps a record of the topic, ms. */
  readonly retentionMs: number;
  readonly readTo: () => Promise<ReadTo>;
  readonly bounds: () => Promise<readonly Bounds[]>;
  /** By partition: offset of the first record appended at this moment (epoch ms) or later, the end where there is none. */
  readonly firstSince: (sinceMs: number) => Promise<readonly number[]>;
  readonly log: Logger;
}

/**
 * Closes the door before Kafka forgets what nobody has read: a day before the oldest unread record would be gone nothing
 * more is taken, until fanout has caught up. While database or broker do not answer, what was known last stands.
 */
export class UnreadWatch {
  #overdue: readonly number[] = [];
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(private readonly options: UnreadWatchOptions) {}

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /** Records are about to be lost unread: nothing may be added. */
  overdue(): boolean {
    return this.#overdue.length > 0;
  }

  async look(nowMs: number): Promise<void> {
    const { retentionMs, readTo, bounds, firstSince, log } = this.options;
    // In this order: what is read meanwhile makes nothing look unread that is not.
    const oldEnough = await firstSince(nowMs - retentionMs + MARGIN_MS);
    const found = overduePartitions(await readTo(), await bounds(), oldEnough);
    if (found.length > 0 && this.#overdue.length === 0) {
      log.error({ partitions: found }, 'fanout is so far behind that kafka will forget unread events: taking no more');
    }
    if (found.length === 0 && this.#overdue.length > 0) log.info({}, 'fanout has caught up: taking events again');
    this.#overdue = found;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.look(Date.now()).catch((error: unknown) => {
        this.options.log.warn({ err: error }, 'how far fanout has read cannot be told now: looking again later');
      });
      const pause = this.overdue() ? LOOK_MS.closed : LOOK_MS.open;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
