import type { Knobs } from './knobs.js';

/** The knobs of each path. */
export interface Controls {
  get(path: string): Knobs | undefined;
  set(path: string, knobs: Knobs): void;
  /** Without a path, of all paths. */
  clear(path?: string): void;
  /** Whether a path with `fail_times` still has a failure to give; counts it. */
  takeFailure(path: string): boolean;
}

/** Empty at first: every path is a healthy endpoint. */
export function createControls(): Controls {
  const byPath = new Map<string, { readonly knobs: Knobs; failures: number }>();
  return {
    get: (path) => byPath.get(path)?.knobs,
    set: (path, knobs) => void byPath.set(path, { knobs, failures: knobs.fail_times ?? 0 }),
    clear: (path) => {
      if (path === undefined) byPath.clear();
      else byPath.delete(path);
    },
    takeFailure(path) {
      const control = byPath.get(path);
      if (!control || control.failures === 0) return false;
      control.failures -= 1;
      return true;
    },
  };
}
