import { descendantsOf, isAlive, type ProcessIdentity } from './process.table.js';
import { waitUntil } from './wait.condition.js';

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile: nothing is left to signal.
  }
};

/** Sends a signal to this very process and all below it; to nobody if it runs no more. */
export const signalTree = (root: ProcessIdentity, name: NodeJS.Signals): ProcessIdentity[] => {
  const all = isAlive(root) ? [root, ...descendantsOf(root.pid)] : [];
  for (const { pid } of all) signal(pid, name);
  return all;
};

/** SIGKILL to this very process and all below it; resolves when they are gone, true if they are within 5 s. */
export const killTree = (root: ProcessIdentity): Promise<boolean> => {
  const killed = signalTree(root, 'SIGKILL');
  return waitUntil(() => !killed.some(isAlive), 5_000);
};

/** Asks this very process to end, with `how`, and kills it and all below it if it has not within `graceMs`. */
export const endProcess = async (root: ProcessIdentity, how: NodeJS.Signals, graceMs: number): Promise<void> => {
  if (!isAlive(root)) return;
  signal(root.pid, how);
  // A suspended process sees the request only once it is continued.
  signalTree(root, 'SIGCONT');
  if (!(await waitUntil(() => !isAlive(root), graceMs))) await killTree(root);
};
