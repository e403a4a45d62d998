import type { ReactNode } from 'react';
import type { Problem } from '../api/call.js';
import { Id } from './values.js';

/** There is nothing, and what to do next. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
);

/** Something failed: what the API said, the request's id, and another try. */
export const Failure = ({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) => (
  <div className="failure" role="alert">
    <p>
      <strong>{problem.status === 0 ? 'No connection' : `This did not work (${problem.status})`}</strong>
      <span>{problem.message}</span>
      {problem.errors.map(({ pointer, detail }) => (
        <span key={pointer}>
          <code>{pointer}</code> {detail}
        </span>
      ))}
    </p>
    <p className="row">
      {problem.requestId !== null && (
        <span className="meta">
          Request <Id id={problem.requestId} what="request id" />
        </span>
      )}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </p>
  </div>
);

/** Grey bars of the size of what is coming. */
export const Skeleton = ({ rows = 6 }: { readonly rows?: number }) => (
  <div className="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, at) => (
      <span key={at} />
    ))}
  </div>
);

/** A command or text to copy. */
export const Sample = ({ children, label }: { readonly children: string; readonly label: string }) => (
  <pre className="code" tabIndex={0} aria-label={label}>
    {children}
  </pre>
);
