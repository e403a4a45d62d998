import type { Attempt } from '../../api/shapes.js';
import { curlOf } from '../../parts/curl.js';
import { Payload, wireText } from '../../parts/payload.js';
import { useCopy } from '../../parts/values.js';

type Attempts = { readonly attempts: readonly Attempt[] };

const newestFirst = (attempts: readonly Attempt[]): readonly Attempt[] =>
  attempts.toSorted((a, b) => b.started_at.localeCompare(a.started_at));

const answerText = (response: NonNullable<Attempt['response']>): string =>
  'status' in response
    ? wireText(`HTTP ${response.status}`, response.headers, response.body)
    : `${response.fault}: ${response.detail}`;

const None = () => <p className="meta">Nothing yet: it was not tried.</p>;

/** What each attempt sent, newest first, secrets masked. */
export function Requests({ attempts }: Attempts) {
  const copy = useCopy();
  if (attempts.length === 0) return <None />;
  return newestFirst(attempts).map(({ attempt, request, started_at }) =>
    request ? (
      <Payload
        key={started_at}
        title={`Attempt ${attempt}`}
        text={wireText(`${request.method} ${request.url}`, request.headers, request.body)}
      >
        <button type="button" className="button small" onClick={() => copy(curlOf(request), 'curl command')}>
          Copy as curl
        </button>
      </Payload>
    ) : (
      <p key={started_at} className="meta">
        Attempt {attempt} made no call.
      </p>
    ),
  );
}

/** What came back to each attempt, newest first. */
export const Answers = ({ attempts }: Attempts) =>
  attempts.length === 0 ? (
    <None />
  ) : (
    newestFirst(attempts).map(({ attempt, response, started_at }) =>
      response ? (
        <Payload key={started_at} title={`Attempt ${attempt}`} text={answerText(response)} />
      ) : (
        <p key={started_at} className="meta">
          Nothing came back to attempt {attempt}.
        </p>
      ),
    )
  );
