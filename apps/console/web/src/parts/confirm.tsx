import type { ReactNode } from 'react';
import type { Problem } from '../api/call.js';
import { Dialog } from './dialog.js';
import { Failure } from './states.js';

interface ConfirmProps {
  readonly title: string;
  /** What the act is called and how much it touches: `Discard 12 deliveries`. */
  readonly act: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly problem: Problem | null;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before an act, names what it will do, and shows why it did not work. */
export const Confirm = (props: ConfirmProps) => (
  <Dialog title={props.title} onClose={props.onClose}>
    <div className="stack">{props.children}</div>
    {props.problem && <Failure problem={props.problem} />}
    <footer className="row end">
      <button type="button" className="button" onClick={props.onClose}>
        Cancel
      </button>
      <button
        type="button"
        className={`button primary ${props.danger ? 'danger' : ''}`}
        disabled={props.busy || props.disabled}
        onClick={props.onAct}
      >
        {props.busy ? 'Working …' : props.act}
      </button>
    </footer>
  </Dialog>
);
