import { useState } from 'react';
import type { Answer } from '../../api/call.js';
import { CANONICALS, type Canonical } from '../../api/shapes.js';
import { useAct } from '../../api/use-api.js';
import { CANONICAL_WORDS, reasonText, took } from '../../parts/format.js';
import { Payload, wireText } from '../../parts/payload.js';
import { Failure } from '../../parts/states.js';
import { Tag } from '../../parts/status.js';

type Result = Answer<'POST /api/spaces/:space/destinations/:id/test'>;

const sentenceOf = (result: Result): string => {
  if (result.verdict === 'sent') return `The receiver took it in ${took(result.duration_ms)}.`;
  const why = result.reason === null ? 'It did not work' : reasonText(result.reason, result.http_status);
  return `${why}${result.detail === null ? '' : `: ${result.detail}`}`;
};

const answerOf = (response: NonNullable<Result['response']>): string =>
  'status' in response
    ? wireText(`HTTP ${response.status}`, response.headers, response.body)
    : `${response.fault}: ${response.detail}`;

const Verdict = ({ result }: { readonly result: Result }) => (
  <div className="stack" role="status">
    <p className="row">
      <Tag tone={result.verdict === 'sent' ? 'sent' : 'failed'}>
        {result.verdict === 'sent' ? 'It works' : 'It does not work'}
      </Tag>
      <span>{sentenceOf(result)}</span>
    </p>
    {result.request && (
      <Payload
        title="Request"
        text={wireText(`${result.request.method} ${result.request.url}`, result.request.headers, result.request.body)}
      />
    )}
    {result.response && <Payload title="Answer" text={answerOf(result.response)} />}
  </div>
);

/** Sends a sample to a destination, marked test, and shows what came of it. */
export function Trial({ space, destination }: { readonly space: string; readonly destination: string }) {
  const [canonical, setCanonical] = useState<Canonical>('deposit');
  const test = useAct('POST /api/spaces/:space/destinations/:id/test');
  return (
    <section className="stack">
      <p className="row">
        <select
          aria-label="Event to send"
          value={canonical}
          onChange={(event) => setCanonical(CANONICALS.find((each) => each === event.target.value) ?? 'deposit')}
        >
          {CANONICALS.map((each) => (
            <option key={each} value={each}>
              {CANONICAL_WORDS[each]}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button"
          disabled={test.isPending}
          onClick={() => test.mutate({ params: { space, id: destination }, body: { canonical } })}
        >
          {test.isPending ? 'Waiting for the answer …' : 'Send a test'}
        </button>
        <span className="meta">Marked as a test, sent once, not counted.</span>
      </p>
      {test.error && <Failure problem={test.error} />}
      {test.data && <Verdict result={test.data} />}
    </section>
  );
}
