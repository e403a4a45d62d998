import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import {
  addCounters,
  classifyDatabaseError,
  failJob,
  lockJob,
  noteStep,
  readOpenJobs,
  untilStored,
} from '@app/persistence';
import type { ConfigurationCache, Database, Queryable } from '@app/persistence';
import { backfillStep } from './backfill.step.js';
import type { JobMetrics } from './job.metrics.js';
import { redriveStep } from './redrive.step.js';

/** How often it looks for work: the longest a job waits to begin, and the grain of its rate. */
const LOOK_MS = 200;

export interface JobLoopOptions {
  database: Database;
  configuration: ConfigurationCache;
  shard: number;
  log: Logger;
  metrics: JobMetrics;
  crash: (error: unknown) => void;
}

/**
 * Carries out redrives and backfills. Level triggered: everything about a job stands in its row, which is locked for one
 * short step at a time, so any process may take the next step, a restart loses nothing, and a cancelled job stops at
 * once.
 */
export class JobLoop {
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: JobLoopOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  /** Resolves when the step that runs is stored. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }

  /** One step of every open job. */
  async look(): Promise<void> {
    const { database, log } = this.options;
    for (const id of await untilStored(log, 'jobs', () => readOpenJobs(database))) {
      if (this.ending.signal.aborted) return;
      await untilStored(log, 'jobs', () => this.step(id));
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.look();
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async step(id: string): Promise<void> {
    const { database, configuration, log } = this.options;
    try {
      const outcome = await database.transaction((tx) => this.stepIn(tx, id));
      if (outcome === 'stepped') return;
    } catch (error) {
      if (classifyDatabaseError(error) === 'retry') throw error;
      // One job that cannot be carried out must not stop this process, which does everything else.
      log.error({ err: error, job_id: id }, 'a job cannot be carried out and is given up');
      return failJob(database, id, 'an error inside Waybill; its log has the cause');
    }
    // A job maps by the configuration of its time: what was mended before it was asked for counts.
    await configuration
      .refresh()
      .catch((error: unknown) => log.warn({ err: error, job_id: id }, 'a job waits for the configuration'));
  }

  private async stepIn(tx: Queryable, id: string): Promise<'stepped' | 'outdated'> {
    const { configuration, shard, log, metrics } = this.options;
    const job = await lockJob(tx, id);
    if (!job) return 'stepped';
    if (job.revision > configuration.revision) return 'outdated';
    const step = await (job.kind === 'redrive' ? redriveStep : backfillStep)(tx, job, configuration);
    const state = step.failure === undefined ? (step.isDone ? 'done' : 'running') : 'failed';
    const emitted = job.emitted + step.moved;
    const result = step.failure === undefined ? {} : { result: { detail: step.failure } };
    await noteStep(tx, { id, state, cursor: step.cursor, emitted, ...result });
    await addCounters(tx, shard, step.counters);
    metrics.moved.inc({ kind: job.kind }, step.moved);
    if (state !== 'running') log.info({ job_id: id, kind: job.kind, state, emitted, ...result }, 'a job has ended');
    return 'stepped';
  }
}
