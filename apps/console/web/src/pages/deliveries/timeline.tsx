import type { Attempt, DeliveryDetail } from '../../api/shapes.js';
import { reasonText, span, took } from '../../parts/format.js';
import { Status, Tag } from '../../parts/status.js';
import { Clock, TimeAgo } from '../../parts/time.js';

const VERDICTS: Readonly<Record<Attempt['verdict'], { tone: 'sent' | 'retrying' | 'failed' | 'held'; word: string }>> =
  {
    sent: { tone: 'sent', word: 'Sent' },
    retry: { tone: 'retrying', word: 'Failed, tried again' },
    dead: { tone: 'failed', word: 'Failed for good' },
    keep: { tone: 'held', word: 'Kept, does not count' },
  };

const Step = ({ attempt }: { readonly attempt: Attempt }) => {
  const { tone, word } = VERDICTS[attempt.verdict];
  return (
    <li className={tone}>
      <p className="row">
        <Tag tone={tone}>{word}</Tag>
        <span className="meta">
          attempt {attempt.attempt} · <Clock at={attempt.started_at} /> · {took(attempt.duration_ms)}
        </span>
      </p>
      {(attempt.reason !== null || attempt.http_status !== null) && (
        <p className="meta">
          {attempt.reason === null ? `HTTP ${attempt.http_status}` : reasonText(attempt.reason, attempt.http_status)}
          {attempt.detail !== null && `: ${attempt.detail}`}
          {attempt.may_have_arrived && ' · may have arrived'}
        </p>
      )}
      {attempt.next_attempt_at !== null && (
        <p className="meta wait">waited {span(Date.parse(attempt.next_attempt_at) - Date.parse(attempt.started_at))}</p>
      )}
    </li>
  );
};

/** What happened to a delivery, from its acceptance to now. */
export const Timeline = ({ delivery }: { readonly delivery: DeliveryDetail }) => (
  <ol className="timeline" aria-label="What happened">
    <li>
      <p className="row">
        <strong>Accepted</strong>
        <span className="meta">
          <Clock at={delivery.accepted_at} />
        </span>
      </p>
    </li>
    {delivery.attempts
      .toSorted((a, b) => a.started_at.localeCompare(b.started_at))
      .map((attempt) => (
        <Step key={`${attempt.dispatch} ${attempt.attempt} ${attempt.started_at}`} attempt={attempt} />
      ))}
    {(delivery.status === 'pending' || delivery.status === 'failed') && (
      <li className="ahead">
        <p className="row">
          <Status status={delivery.status} held={delivery.held} />
          <span className="meta">
            {delivery.next_attempt_at !== null && (
              <>
                next try <TimeAgo at={delivery.next_attempt_at} />
              </>
            )}
          </span>
        </p>
      </li>
    )}
  </ol>
);
