import { setTimeout as delay } from 'node:timers/promises';
import { testRequest } from '@app/contracts';
import type { Logger } from '@app/observability';
import { failJob, takeTests, untilStored, type Database, type TakenTest } from '@app/persistence';
import type { TaskProducer } from '../tasks/task-producer.js';

/** A test send is in Kafka within 250 ms. */
const LOOK_MS = 150;
/** Nobody waits longer than a destination's longest timeout and 10 s. */
const MAX_AGE_MS = 40_000;

export interface TestLoopOptions {
  database: Database;
  tasks: Pick<TaskProducer, 'offer'>;
  log: Logger;
  crash: (error: unknown) => void;
}

/**
 * Puts test sends into Kafka as tasks that have no delivery behind them. Each is taken by one process; what comes of it
 * is written into its job by recorder.
 */
export class TestLoop {
  private readonly ending = new AbortController();
  private readonly sending = new Set<Promise<void>>();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: TestLoopOptions) {}

  start(): void {
    this.ended = this.run().catch((error: unknown) => this.options.crash(error));
  }

  /** Resolves when what was taken is in Kafka or given up. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
    await Promise.all(this.sending);
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    const { database, log } = this.options;
    while (!signal.aborted) {
      for (const test of await untilStored(log, 'test sends', () => takeTests(database, MAX_AGE_MS))) this.begin(test);
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A topic that takes nothing must not keep other kinds from being tested. */
  private begin(test: TakenTest): void {
    const sent: Promise<void> = this.send(test)
      .catch((error: unknown) => this.options.crash(error))
      .finally(() => this.sending.delete(sent));
    this.sending.add(sent);
  }

  private async send({ id, request }: TakenTest): Promise<void> {
    const { database, tasks, log } = this.options;
    const parsed = testRequest.safeParse(request);
    const failure = parsed.success
      ? await tasks.offer({ ...parsed.data.task, mode: 'test', job_id: id })
      : 'what was asked for is no task';
    if (failure === null) return;
    log.warn({ job_id: id, detail: failure }, 'a test send did not go out');
    await untilStored(log, 'test sends', () => failJob(database, id, failure));
  }
}
