import type { ReactNode } from 'react';
import { useCopy } from './values.js';

/** Indented JSON where a text is JSON, the text itself otherwise. */
function pretty(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}

/** Something that was sent or received, in the letter it was, to be copied. */
export function Payload({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  const copy = useCopy();
  return (
    <section className="payload">
      <header className="row">
        <h3>{title}</h3>
        <span className="grow" />
        {children}
        <button type="button" className="button small" onClick={() => copy(text, title.toLowerCase())}>
          Copy
        </button>
      </header>
      <pre className="code" tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

/** Headers and body as they go over the wire. */
export const wireText = (
  first: string,
  headers: Readonly<Record<string, string>>,
  body: { readonly text: string | null; readonly truncated?: boolean } | null,
): string =>
  [
    first,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? ['', body.text === null ? '(not text)' : pretty(body.text)] : []),
    ...(body?.truncated ? ['… (cut here)'] : []),
  ].join('\n');
