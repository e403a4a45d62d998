import { createContext, use, useCallback, useState, type ReactNode } from 'react';

const SHOWN_MS = 4_000;

const Context = createContext<(text: string) => void>(() => undefined);

/** Holds the one line that says what just happened. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<{ text: string; at: number } | null>(null);
  const say = useCallback((text: string) => {
    const at = Date.now();
    setShown({ text, at });
    setTimeout(() => setShown((current) => (current?.at === at ? null : current)), SHOWN_MS);
  }, []);
  return (
    <Context value={say}>
      {children}
      <div className="toast-place" role="status">
        {shown && (
          <div className="toast" key={shown.at}>
            {shown.text}
          </div>
        )}
      </div>
    </Context>
  );
}

/** Says in a line what happened. */
export const useToast = (): ((text: string) => void) => use(Context);
