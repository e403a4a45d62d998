import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Destination } from '../../api/shapes.js';
import { CANONICALS } from '../../api/shapes.js';
import { useApi } from '../../api/use-api.js';
import { CANONICAL_WORDS, counted, KIND_WORDS } from '../../parts/format.js';
import { Empty, Failure, Skeleton } from '../../parts/states.js';
import { StateTag } from '../../parts/status.js';
import { Table, type Column } from '../../parts/table.js';
import { useSpace } from '../../shell/space.js';
import { PauseButton } from './pause-button.js';

const MOST = 500;

const mapped = ({ event_map }: Destination): string =>
  CANONICALS.filter((canonical) => event_map[canonical] !== undefined)
    .map((canonical) => CANONICAL_WORDS[canonical])
    .join(', ') || 'none';

const addressOf = ({ config }: Destination): string => {
  const address = config['url'] ?? config['url_template'] ?? config['pixel_id'];
  return typeof address === 'string' ? address : '';
};

const columns = (space: string): readonly Column<Destination>[] => [
  {
    name: 'name',
    head: 'Destination',
    sort: ({ name }) => name.toLowerCase(),
    cell: (row) => (
      <div className="named">
        <Link to="/s/$space/destinations/$destination" params={{ space, destination: row.id }} dir="auto">
          {row.name}
        </Link>
        <span className="meta">{KIND_WORDS[row.kind]}</span>
      </div>
    ),
  },
  {
    name: 'address',
    head: 'Where',
    wide: true,
    cell: (row) => (
      <span className="mono cut address" title={addressOf(row)}>
        {addressOf(row)}
      </span>
    ),
  },
  { name: 'events', head: 'Events', wide: true, cell: (row) => <span className="meta">{mapped(row)}</span> },
  { name: 'state', head: 'State', sort: ({ state }) => state, cell: (row) => <StateTag state={row.state} /> },
  { name: 'act', head: 'What to do', align: 'end', cell: (row) => <PauseButton space={space} destination={row} /> },
];

/** Where conversions go. */
export function DestinationsPage(): ReactNode {
  const space = useSpace();
  const list = useApi('GET /api/spaces/:space/destinations', { params: { space }, query: { limit: MOST } });
  const rows = list.data?.items;
  const create = (
    <Link to="/s/$space/destinations/new" params={{ space }} className="button primary">
      New destination
    </Link>
  );
  return (
    <>
      <title>Destinations · Waybill</title>
      <header className="page-head">
        <h1>Destinations</h1>
        <span className="meta num">{rows && counted(rows.length)}</span>
        <span className="grow" />
        {create}
      </header>
      {list.isPending && <Skeleton />}
      {list.error && !rows && <Failure problem={list.error} retry={() => void list.refetch()} />}
      {rows?.length === 0 && (
        <Empty title="Nothing is delivered anywhere yet">
          <p>
            A destination is Facebook's Conversions API, a webhook, or a tracker's postback URL. Every event goes to
            each that wants it.
          </p>
          {create}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <Table label="Destinations" columns={columns(space)} rows={rows} keyOf={({ id }) => id} />
      )}
    </>
  );
}
