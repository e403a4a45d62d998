import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.js';

/** A button that shows more below itself; closes on Escape and when the focus or a press goes elsewhere. */
export function Menu({
  label,
  look = '',
  children,
}: {
  readonly label: ReactNode;
  readonly look?: string;
  readonly children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const menu = details.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        menu.open = false;
        menu.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    const events = ['pointerdown', 'focusin', 'keydown'];
    for (const name of events) document.addEventListener(name, close);
    return () => {
      for (const name of events) document.removeEventListener(name, close);
    };
  }, []);
  return (
    <details className={`menu ${look}`} ref={details}>
      <summary>
        {label}
        <Icon name="down" />
      </summary>
      <div className="menu-body">{children}</div>
    </details>
  );
}
