import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 20;

/** Resolves once a condition holds, however long that takes; whoever waits bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(LOOK_MS);
}
