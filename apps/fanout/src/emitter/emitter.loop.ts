import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryTask } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { ConfigurationCache, CounterChange, Database, Queryable, Take } from '@app/persistence';
import { addCounters, LOCKS, readRooms, readWaiting, takeWaiting, tryLock, untilStored } from '@app/persistence';
import { resumedTask } from '../tasks/delivery-task.js';
import { moved, type TaskProducer } from '../tasks/task-producer.js';
import type { EmitterMetrics } from './emitter.metrics.js';
import { planExpired, planRound } from './plan.js';

/** How often it looks when there was nothing to do: the most a due delivery waits for its turn. */
const IDLE_MS = 200;
const LIMITS = { total: 2_000, perDestination: 500 };
const EXPIRED_LIMIT = 200;

export interface EmitterOptions {
  database: Database;
  configuration: ConfigurationCache;
  tasks: TaskProducer;
  shard: number;
  log: Logger;
  metrics: EmitterMetrics;
  /** Says that the loop turns. */
  beat: () => void;
  crash: (error: unknown) => void;
}

/**
 * Brings deliveries from the outbox back into Kafka: all that is `here`, due, and whose destination is open. Level
 * triggered: it looks at what is, never at what happened, so nothing can be missed. One round at a time over all
 * processes, by an advisory lock; the work is shared by whoever comes first.
 */
export class EmitterLoop {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: EmitterOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  /** Resolves when the round that runs has put its tasks into Kafka. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const emitted = await this.round();
      if (emitted === 0) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(): Promise<number> {
    const { database, tasks, log, metrics, beat } = this.options;
    // Each try is a beat: a database that is away must not look like a loop that hangs.
    const taken = await untilStored(log, 'emitter', () => {
      beat();
      return database.transaction((tx) => this.take(tx));
    });
    if (taken.length === 0) return 0;
    metrics.emitted.inc(taken.length);
    await tasks.emit(taken);
    return taken.length;
  }

  private async take(tx: Queryable): Promise<DeliveryTask[]> {
    if (!(await tryLock(tx, LOCKS.emitter))) return [];
    const { configuration, shard } = this.options;
    const waiting = await readWaiting(tx);
    if (waiting.length === 0) return [];
    const rooms = await readRooms(tx, [...new Set(waiting.map(({ destinationId }) => destinationId))]);
    const known = (id: Take['destinationId']) => configuration.destination(id);
    const nowMs = Date.now();
    const takes = [
      ...planExpired(waiting, known, rooms, nowMs, EXPIRED_LIMIT),
      ...planRound(waiting, known, rooms, nowMs, LIMITS),
    ];
    const tasks: DeliveryTask[] = [];
    const changes: CounterChange[] = [];
    for (const take of takes) {
      const rows = await takeWaiting(tx, take);
      tasks.push(...rows.map((row) => resumedTask(row, configuration.revision, take.bornBeforeMs !== undefined)));
      if (rows.length > 0) changes.push(...moved(take.destinationId, take.bucket, 'here', 'task', rows.length));
    }
    await addCounters(tx, shard, changes);
    return tasks;
  }
}
