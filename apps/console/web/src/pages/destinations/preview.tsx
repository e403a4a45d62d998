import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, type Answer, type Problem } from '../../api/call.js';
import { CANONICALS, type Canonical } from '../../api/shapes.js';
import { CANONICAL_WORDS, REASON_WORDS } from '../../parts/format.js';
import { wireText } from '../../parts/payload.js';
import { asGiven } from './draft.js';

const SETTLED_MS = 350;

/** A text that follows another once that has stood still. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

type Preview = Answer<'POST /api/spaces/:space/destinations/preview'>;

/** What the draft would send for a recent event, while it is being written. */
export function PreviewPane({
  space,
  draft,
}: {
  readonly space: string;
  readonly draft: Readonly<Record<string, unknown>>;
}) {
  const [canonical, setCanonical] = useState<Canonical>('deposit');
  const body = useSettled(JSON.stringify({ ...draft, name: undefined, canonical }));
  const { data, error } = useQuery<Preview, Problem>({
    queryKey: ['preview', space, body],
    queryFn: () =>
      call('POST /api/spaces/:space/destinations/preview', {
        params: { space },
        body: asGiven(body),
      }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return (
    <aside className="preview card">
      <header className="row">
        <h2>What would be sent</h2>
        <span className="grow" />
        <select
          aria-label="Event to show"
          value={canonical}
          onChange={(event) => setCanonical(CANONICALS.find((each) => each === event.target.value) ?? 'deposit')}
        >
          {CANONICALS.map((each) => (
            <option key={each} value={each}>
              {CANONICAL_WORDS[each]}
            </option>
          ))}
        </select>
      </header>
      {error && <p className="meta">Fill in the fields to see it.</p>}
      {!error && data?.refusal && (
        <p>
          <strong>{REASON_WORDS[data.refusal.reason]}.</strong> {data.refusal.detail}
        </p>
      )}
      {!error && data?.request && (
        <pre className="code" tabIndex={0} aria-label="The request that would be sent">
          {wireText(`${data.request.method} ${data.request.url}`, data.request.headers, data.request.body)}
        </pre>
      )}
      {!error && data && (
        <p className="meta">
          {data.inbox_id === null ? 'Of a sample: there is no such event yet.' : 'Of the newest such event.'}
        </p>
      )}
      {!error &&
        data?.warnings.map((warning) => (
          <p key={warning} className="warning">
            {warning}
          </p>
        ))}
    </aside>
  );
}
