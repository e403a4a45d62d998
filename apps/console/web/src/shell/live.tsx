import { createContext, use, useMemo, useState, type ReactNode } from 'react';

interface Live {
  /** Whether what is shown follows what happens. */
  readonly on: boolean;
  readonly toggle: () => void;
}

const Context = createContext<Live>({ on: true, toggle: () => undefined });

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [on, setOn] = useState(true);
  const live = useMemo(() => ({ on, toggle: () => setOn((was) => !was) }), [on]);
  return <Context value={live}>{children}</Context>;
}

/** Whether the page is live, and the switch of it. */
export const useLive = (): Live => use(Context);
