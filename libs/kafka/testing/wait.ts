import { delay } from '../src/timers.js';

const LOOK_MS = 10;

/** Waits until a condition holds; throws with its words when `withinMs` pass first. */
export async function until(
  words: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`did not happen within ${withinMs} ms: ${words}`);
    await delay(LOOK_MS);
  }
}
