import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.js';

interface SheetProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal: keeps the focus, closes on Escape, gives the focus back. */
function Modal({ look, title, onClose, children }: SheetProps & { readonly look: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    if (!shown?.open) shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={look}
      aria-labelledby={`${look}-title`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="sheet">
        <header>
          <h2 id={`${look}-title`}>{title}</h2>
          <button type="button" className="button quiet square" onClick={onClose} aria-label="Close">
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** A sheet from the side: one thing of a list, with the list still behind it. */
export const Drawer = (props: SheetProps) => <Modal look="drawer" {...props} />;

/** A question before an act. */
export const Dialog = (props: SheetProps) => <Modal look="dialog" {...props} />;
