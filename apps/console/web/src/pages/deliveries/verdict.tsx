import { useState } from 'react';
import type { DeliveryDetail } from '../../api/shapes.js';
import { useAct } from '../../api/use-api.js';
import { Confirm } from '../../parts/confirm.js';
import { reasonText, sentence } from '../../parts/format.js';
import { Failure } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { TimeAgo } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';

/** What comes next, in a sentence. */
function Next({ delivery }: { readonly delivery: DeliveryDetail }) {
  const { status, held, next_attempt_at } = delivery;
  if (status === 'sent') return <>The receiver took it.</>;
  if (status === 'discarded') return <>Given up by hand. It can be sent again.</>;
  if (status === 'failed_permanently')
    return <>It will not be tried again by itself. Fix the cause, then send it again.</>;
  if (held) return <>It waits until its destination goes on.</>;
  if (next_attempt_at === null) return <>It is about to be sent.</>;
  return (
    <>
      Next try <TimeAgo at={next_attempt_at} />.
    </>
  );
}

/** How a delivery stands, why, and what can be done about it. */
export function Verdict({ space, delivery }: { readonly space: string; readonly delivery: DeliveryDetail }) {
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const params = { space, event_id: delivery.event_id };
  const retry = useAct('POST /api/spaces/:space/deliveries/:event_id/retry', () => toast('It is on its way again.'));
  const discard = useAct('POST /api/spaces/:space/deliveries/:event_id/discard', () => {
    setAsking(false);
    toast('Discarded.');
  });
  const done = delivery.status === 'sent';
  return (
    <section className="verdict-box">
      <p className="row">
        <Status status={delivery.status} held={delivery.held} />
        {delivery.reason !== null && !done && <strong>{reasonText(delivery.reason, delivery.http_status)}</strong>}
      </p>
      <p>
        {delivery.detail !== null && !done && <span className="detail">{sentence(delivery.detail)} </span>}
        <Next delivery={delivery} />
      </p>
      {!done && (
        <p className="row">
          <button
            type="button"
            className="button primary"
            disabled={retry.isPending}
            onClick={() => retry.mutate({ params })}
          >
            Send now
          </button>
          {delivery.status !== 'discarded' && (
            <button type="button" className="button" onClick={() => setAsking(true)}>
              Discard …
            </button>
          )}
        </p>
      )}
      {retry.error && <Failure problem={retry.error} />}
      {asking && (
        <Confirm
          title="Discard this delivery?"
          act="Discard 1 delivery"
          danger
          busy={discard.isPending}
          problem={discard.error}
          onAct={() => discard.mutate({ params })}
          onClose={() => setAsking(false)}
        >
          <p>
            It will not be sent to <bdi>{delivery.destination_name}</bdi>. Other destinations are not touched. It can be
            sent again later.
          </p>
        </Confirm>
      )}
    </section>
  );
}
