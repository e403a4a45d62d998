import { Link } from '@tanstack/react-router';
import type { HealthRow, Status } from '../../api/shapes.js';
import { KIND_WORDS, STATE_REASONS } from '../../parts/format.js';
import { StateTag } from '../../parts/status.js';
import { Table, type Column } from '../../parts/table.js';
import { Age, TimeAgo } from '../../parts/time.js';
import { Count } from '../../parts/values.js';

const numberOf = (
  space: string,
  status: Status,
  tone: string,
  within24h: boolean,
  head: string,
): Column<HealthRow> => ({
  name: status,
  head,
  align: 'end',
  sort: (row) => row[status],
  cell: (row) => (
    <Link
      to="/s/$space/deliveries"
      params={{ space }}
      search={{ status: [status], destination: [row.destination_id], ...(within24h ? { since: '24h' } : {}) }}
      aria-label={`${head}: ${row[status]} of ${row.name}`}
    >
      <Count of={row[status]} tone={tone} />
    </Link>
  ),
});

const columns = (space: string): readonly Column<HealthRow>[] => [
  {
    name: 'name',
    head: 'Destination',
    sort: (row) => row.name.toLowerCase(),
    cell: (row) => (
      <div className="named">
        <Link to="/s/$space/destinations/$destination" params={{ space, destination: row.destination_id }} dir="auto">
          {row.name}
        </Link>
        <span className="meta">{KIND_WORDS[row.kind]}</span>
      </div>
    ),
  },
  {
    name: 'state',
    head: 'State',
    sort: (row) => row.state,
    cell: (row) => (
      <div className="named" title={row.state_reason === null ? '' : (STATE_REASONS[row.state_reason] ?? '')}>
        <StateTag state={row.state} />
        {row.held_until !== null && (
          <span className="meta">
            next try <TimeAgo at={row.held_until} />
          </span>
        )}
      </div>
    ),
  },
  numberOf(space, 'sent', '', true, 'Sent'),
  numberOf(space, 'pending', 'waiting', false, 'Waiting'),
  numberOf(space, 'failed', 'retrying', false, 'Retrying'),
  numberOf(space, 'failed_permanently', 'failed', true, 'Failed'),
  {
    name: 'last',
    head: 'Last sent',
    cell: (row) => <TimeAgo at={row.last_success_at} />,
    sort: (row) => row.last_success_at ?? '',
  },
  {
    name: 'oldest',
    head: 'Oldest',
    cell: (row) => <Age at={row.oldest_pending_at} />,
    sort: (row) => row.oldest_pending_at ?? '',
  },
  {
    name: 'next',
    head: 'Next retry',
    cell: (row) => <TimeAgo at={row.next_retry_at} />,
    sort: (row) => row.next_retry_at ?? '',
  },
];

/** What stands still, and what to do, above everything else. */
const Attention = ({ space, rows }: { readonly space: string; readonly rows: readonly HealthRow[] }) => (
  <ul className="attention">
    {rows.map((row) => (
      <li key={row.destination_id}>
        <StateTag state={row.state} />
        <span>
          <strong dir="auto">{row.name}</strong>{' '}
          {row.state_reason === null ? 'stands still.' : STATE_REASONS[row.state_reason]}
        </span>
        <Link
          to="/s/$space/destinations/$destination"
          params={{ space, destination: row.destination_id }}
          className="button small"
        >
          Look
        </Link>
      </li>
    ))}
  </ul>
);

/** How every destination does; every number leads to the deliveries behind it. */
export function Health({ space, rows }: { readonly space: string; readonly rows: readonly HealthRow[] }) {
  const still = rows.filter(({ state }) => state === 'paused' || state === 'held');
  return (
    <section className="stack">
      {still.length > 0 && <Attention space={space} rows={still} />}
      <Table label="Destinations" columns={columns(space)} rows={rows} keyOf={(row) => row.destination_id} />
    </section>
  );
}
