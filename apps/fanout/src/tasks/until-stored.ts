import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import { classifyDatabaseError } from '@app/persistence';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Repeats `work` while the database is away, for ever: what must be stored has nowhere else to go. Any other failure is
 * the caller's to judge and thrown on.
 */
export async function untilStored<T>(log: Logger, what: string, work: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (classifyDatabaseError(error) !== 'retry') throw error;
      log.warn({ err: error, pause_ms: pause }, `${what}: the database does not answer, trying again`);
      await delay(pause);
    }
  }
}

const LOOK_MS = 200;
const SAY_EVERY = 25;

/** Waits until something is so, and says from time to time what it waits for. */
export async function untilTrue(log: Logger, missing: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await isTrue()); looks += 1) {
    if (looks % SAY_EVERY === 0) log.info({}, `waiting: ${missing}`);
    await delay(LOOK_MS);
  }
}
