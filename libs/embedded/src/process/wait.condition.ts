import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `everyMs` until the answer is true; false if `withinMs` pass before. The last question is asked after the deadline. */
export const waitUntil = async (
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 20,
): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const late = performance.now() >= deadline;
    if (await condition()) return true;
    if (late) return false;
    await pause(everyMs);
  }
};
