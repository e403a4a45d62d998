const onExit = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const runAll = (): void => {
  for (const run of onExit) {
    try {
      run();
    } catch {
      // The next one must have its turn; there is nobody left to tell.
    }
  }
  onExit.clear();
};

// A signal nobody handles ends the process without an 'exit' event. Where somebody does handle it, he calls stop().
const onSignal = (name: NodeJS.Signals): void => {
  if (process.listenerCount(name) > 1) return;
  runAll();
  for (const each of signals) process.off(each, onSignal);
  process.kill(process.pid, name);
};

/** Runs `act` (synchronous) if this process ends in an orderly way or by a signal before the returned function was called. */
export const atExit = (act: () => void): (() => void) => {
  if (onExit.size === 0) {
    process.on('exit', runAll);
    for (const each of signals) process.on(each, onSignal);
  }
  onExit.add(act);
  return () => {
    onExit.delete(act);
    if (onExit.size > 0) return;
    process.off('exit', runAll);
    for (const each of signals) process.off(each, onSignal);
  };
};
