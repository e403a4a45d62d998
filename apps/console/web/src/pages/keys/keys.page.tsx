import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Key } from '../../api/shapes.js';
import { useAct, useApi } from '../../api/use-api.js';
import { Confirm } from '../../parts/confirm.js';
import { eventCurl } from '../../parts/event-curl.js';
import { Payload } from '../../parts/payload.js';
import { Failure, Sample, Skeleton } from '../../parts/states.js';
import { TimeAgo } from '../../parts/time.js';
import { useSpace } from '../../shell/space.js';
import { PREVIOUS_WORKS, postbackUrls } from './postback-urls.js';

const WORDS: Readonly<Record<Key['kind'], { name: string; use: string }>> = {
  secret: { name: 'Secret', use: 'For servers: posts events and clicks. Keep it out of pages and URLs.' },
  ingest_token: {
    name: 'Ingest token',
    use: 'For networks that can only call a URL. It can send events in and nothing else.',
  },
};

function KeyCard({
  space,
  item,
  ingestUrl,
}: {
  readonly space: string;
  readonly item: Key;
  readonly ingestUrl: string;
}) {
  const [asking, setAsking] = useState(false);
  const rotate = useAct('POST /api/spaces/:space/keys/:kind/rotate', () => setAsking(false));
  const drop = useAct('DELETE /api/spaces/:space/keys/:kind/previous');
  const params = { space, kind: item.kind };
  const { name, use } = WORDS[item.kind];
  const fresh = rotate.data?.[item.kind];
  const text = fresh ?? `…${item.hint}`;
  return (
    <section className="card fold">
      <header className="row">
        <h2>{name}</h2>
        <code>…{item.hint}</code>
        <span className="grow" />
        <button type="button" className="button small" onClick={() => setAsking(true)}>
          Rotate …
        </button>
      </header>
      <p className="meta">{use}</p>
      <p className="meta">
        Made <TimeAgo at={item.created_at} /> · last used <TimeAgo at={item.last_used_at} />
      </p>
      {fresh !== undefined && (
        <>
          <p>
            <strong>The new one, shown this once:</strong>
          </p>
          <Sample label={`New ${name}`}>{fresh}</Sample>
        </>
      )}
      {item.previous_expires_at !== null && (
        <p className="banner row">
          <span>
            The one before still works; it ends <TimeAgo at={item.previous_expires_at} />. Last used{' '}
            <TimeAgo at={item.previous_last_used_at} />.
          </span>
          <span className="grow" />
          <button
            type="button"
            className="button small"
            disabled={drop.isPending}
            onClick={() => drop.mutate({ params })}
          >
            End it now
          </button>
        </p>
      )}
      {drop.error && <Failure problem={drop.error} />}
      {item.kind === 'secret' ? (
        <Payload title="Post a conversion" text={eventCurl(ingestUrl, fresh ?? '$SECRET')} />
      ) : (
        postbackUrls(ingestUrl, fresh ?? 'TOKEN').map(({ network, url }) => (
          <Payload key={network} title={network} text={url} />
        ))
      )}
      {asking && (
        <Confirm
          title={`Rotate the ${name.toLowerCase()}?`}
          act="Make a new one"
          busy={rotate.isPending}
          problem={rotate.error}
          onAct={() => rotate.mutate({ params, body: { overlap_s: PREVIOUS_WORKS.seconds } })}
          onClose={() => setAsking(false)}
        >
          <p>
            A new one is made and shown once. The present one ({text}) goes on working for {PREVIOUS_WORKS.words}, so
            that nothing is refused while you change it over.
          </p>
        </Confirm>
      )}
    </section>
  );
}

/** What gets events in: the secret, the token with finished URLs, the Kafka topic. */
export function KeysPage(): ReactNode {
  const space = useSpace();
  const { data, error, isPending, refetch } = useApi('GET /api/spaces/:space/keys', { params: { space } });
  const { data: me } = useApi('GET /api/me', {}, { live: false });
  const ingestUrl = me?.ingest_url ?? '$INGEST';
  return (
    <>
      <title>Keys · Waybill</title>
      <header className="page-head">
        <h1>Keys</h1>
      </header>
      {isPending && <Skeleton />}
      {error && !data && <Failure problem={error} retry={() => void refetch()} />}
      <div className="stack folds">
        {data?.items.map((item) => (
          <KeyCard key={item.kind} space={space} item={item} ingestUrl={ingestUrl} />
        ))}
        {data && (
          <section className="card fold">
            <h2>Kafka</h2>
            <p className="meta">
              Whoever may write the topic <code>events</code> needs no key. The value is the event with its space; the
              key is unique per event.
            </p>
            <Payload
              title="Record of the topic events"
              text={JSON.stringify(
                { space_id: space, event: 'deposit', eid: 'order-1', uid: 'u-1', value: '25.00', currency: 'USD' },
                null,
                2,
              )}
            />
          </section>
        )}
      </div>
    </>
  );
}
