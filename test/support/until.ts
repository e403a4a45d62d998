import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 100;

/** The first answer that is not `null`; throws with what was awaited when the deadline passes. */
export async function until<T>(what: string, deadlineMs: number, look: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await pause(LOOK_MS);
  }
}
