import { Link } from '@tanstack/react-router';
import type { Delivery } from '../../api/shapes.js';
import { CANONICAL_WORDS, reasonText } from '../../parts/format.js';
import { Status } from '../../parts/status.js';
import type { Column } from '../../parts/table.js';
import { Clock, TimeAgo } from '../../parts/time.js';
import { Count, Money } from '../../parts/values.js';
import type { DeliveryFilters } from './search.js';

/** The columns of a list of deliveries; the first one opens the delivery. */
export const deliveryColumns = (space: string, filters: DeliveryFilters): readonly Column<Delivery>[] => [
  {
    name: 'event',
    head: 'Event',
    cell: (row) => (
      <div className="named">
        <Link
          to="/s/$space/deliveries"
          params={{ space }}
          search={{ ...filters, open: row.event_id }}
          resetScroll={false}
        >
          {CANONICAL_WORDS[row.canonical]}
        </Link>
        {row.event.toLowerCase() !== row.canonical && (
          <span className="meta" dir="auto">
            as {row.event}
          </span>
        )}
      </div>
    ),
  },
  {
    name: 'value',
    head: 'Value',
    align: 'end',
    wide: true,
    cell: (row) => <Money value={row.value} currency={row.currency} />,
  },
  {
    name: 'destination',
    head: 'Destination',
    cell: (row) => (
      <span className="cut" dir="auto">
        {row.destination_name}
      </span>
    ),
  },
  {
    name: 'status',
    head: 'Status',
    cell: (row) => (
      <div className="named">
        <Status status={row.status} held={row.held} />
        {row.reason !== null && row.status !== 'sent' && (
          <span className="meta">{reasonText(row.reason, row.http_status)}</span>
        )}
      </div>
    ),
  },
  { name: 'attempts', head: 'Attempts', align: 'end', wide: true, cell: (row) => <Count of={row.attempt_count} /> },
  { name: 'next', head: 'Next retry', wide: true, cell: (row) => <TimeAgo at={row.next_attempt_at} /> },
  { name: 'accepted', head: 'Accepted', wide: true, cell: (row) => <Clock at={row.accepted_at} /> },
];
