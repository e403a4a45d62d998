import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Destination, HealthRow } from '../../api/shapes.js';
import { useAct, useApi } from '../../api/use-api.js';
import { KIND_WORDS, STATE_REASONS } from '../../parts/format.js';
import { Failure, Skeleton } from '../../parts/states.js';
import { StateTag } from '../../parts/status.js';
import { TimeAgo } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { useDestinationId, useSpace } from '../../shell/space.js';
import { Pipeline } from '../home/pipeline.js';
import { EventMap } from './event-map.js';
import { PauseButton } from './pause-button.js';
import { Remove } from './remove.js';
import { Settings } from './settings-list.js';
import { Trial } from './trial.js';

/** Events and their names, changed in place. */
function Names({ space, destination }: { readonly space: string; readonly destination: Destination }) {
  const toast = useToast();
  const kinds = useApi('GET /api/destination_kinds', {}, { live: false });
  const [map, setMap] = useState<Readonly<Record<string, string>>>(destination.event_map);
  const save = useAct('PATCH /api/spaces/:space/destinations/:id', () => toast('Saved.'));
  const usual = kinds.data?.items.find(({ kind }) => kind === destination.kind)?.event_map ?? {};
  const changed = JSON.stringify(map) !== JSON.stringify(destination.event_map);
  // A merge patch removes what is null.
  const patch = {
    ...Object.fromEntries(Object.keys(destination.event_map).map((canonical) => [canonical, null])),
    ...map,
  };
  return (
    <section className="fold card">
      <h2>Events and their names there</h2>
      <EventMap value={map} usual={usual} onChange={setMap} />
      {save.error && <Failure problem={save.error} />}
      {changed && (
        <p className="row">
          <button
            type="button"
            className="button primary"
            disabled={save.isPending}
            onClick={() => save.mutate({ params: { space, id: destination.id }, body: { event_map: patch } })}
          >
            Save
          </button>
          <button type="button" className="button" onClick={() => setMap(destination.event_map)}>
            Undo
          </button>
        </p>
      )}
    </section>
  );
}

const Standing = ({ destination }: { readonly destination: Destination }) =>
  destination.state_reason === null ? null : (
    <p className="banner">
      {STATE_REASONS[destination.state_reason]}
      {destination.held_until !== null && (
        <>
          {' '}
          Goes on <TimeAgo at={destination.held_until} />.
        </>
      )}
    </p>
  );

/** One destination: how it stands and what to do, its numbers, its settings. */
export function DestinationPage(): ReactNode {
  const space = useSpace();
  const id = useDestinationId();
  const { data, error, isPending, refetch } = useApi('GET /api/spaces/:space/destinations/:id', {
    params: { space, id },
  });
  const health = useApi('GET /api/spaces/:space/health', { params: { space } });
  const rows: readonly HealthRow[] = health.data?.items.filter(({ destination_id }) => destination_id === id) ?? [];
  return (
    <>
      <title>{`${data?.name ?? 'Destination'} · Waybill`}</title>
      {isPending && <Skeleton />}
      {error && !data && <Failure problem={error} retry={() => void refetch()} />}
      {data && (
        <>
          <header className="page-head">
            <div>
              <p className="meta">
                <Link to="/s/$space/destinations" params={{ space }}>
                  Destinations
                </Link>{' '}
                · {KIND_WORDS[data.kind]}
              </p>
              <h1 dir="auto">{data.name}</h1>
            </div>
            <StateTag state={data.state} />
            <span className="grow" />
            <PauseButton space={space} destination={data} />
          </header>
          <Standing destination={data} />
          {rows.length > 0 && <Pipeline space={space} rows={rows} />}
          <div className="stack folds" key={data.revision}>
            <Names space={space} destination={data} />
            <section className="fold card">
              <h2>Try it</h2>
              <Trial space={space} destination={data.id} />
            </section>
            <Settings destination={data} />
            <Remove space={space} destination={data} />
          </div>
        </>
      )}
    </>
  );
}
