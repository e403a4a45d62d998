import type { ReactNode } from 'react';
import { counted } from './format.js';
import { useToast } from './toast.js';

const HEAD = 8;
const TAIL = 4;
const LONGEST = 16;

const shortened = (id: string): string => (id.length <= LONGEST ? id : `${id.slice(0, HEAD)}…${id.slice(-TAIL)}`);

/** An id, short in the middle; a click copies all of it. */
export function Id({ id, what = 'id' }: { readonly id: string; readonly what?: string }) {
  const copy = useCopy();
  return (
    <button
      type="button"
      className="id"
      title={`${id} – copy`}
      aria-label={`${shortened(id)}, copy ${what}`}
      onClick={() => copy(id, what)}
    >
      {shortened(id)}
    </button>
  );
}

/** Copies a text and says so. */
export function useCopy(): (text: string, what: string) => void {
  const toast = useToast();
  return (text, what) => {
    void navigator.clipboard.writeText(text).then(
      () => toast(`Copied ${what}.`),
      () => toast('The browser does not allow copying here.'),
    );
  };
}

/** `25.00 USD`; a dash without a value. */
export const Money = ({ value, currency }: { readonly value: string | null; readonly currency: string | null }) =>
  value === null ? (
    <span className="meta">–</span>
  ) : (
    <span className="num">
      {value} <span className="meta">{currency}</span>
    </span>
  );

/** A number; nothing to see is quiet. */
export const Count = ({ of, tone }: { readonly of: number; readonly tone?: string }): ReactNode => (
  <span className={`num ${of === 0 ? 'zero' : (tone ?? '')}`}>{counted(of)}</span>
);
