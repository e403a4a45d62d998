import { setTimeout as delay } from 'node:timers/promises';
import { classifyDatabaseError } from './database-error.js';
import type { DatabaseLog } from './database.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Repeats `work` for as long as the database is away: what must be stored has nowhere else to go. `what` names the work in
 * the log, which hears of the first failure and of the recovery. Any other failure is the caller's to judge and thrown on,
 * and so is this one once `signal` is aborted.
 */
export async function untilStored<T>(
  log: DatabaseLog,
  what: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      const result = await work();
      if (failures > 0) log.warn({ failures }, `${what}: the database answers again`);
      return result;
    } catch (error) {
      if (signal?.aborted || classifyDatabaseError(error) !== 'retry') throw error;
      if (failures === 0) log.warn({ err: error }, `${what}: the database does not answer, trying until it does`);
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
