import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/use-api.js';
import { EventCurl } from '../../parts/event-curl.js';
import { CANONICAL_WORDS } from '../../parts/format.js';
import { Empty } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { Clock } from '../../parts/time.js';
import { Money } from '../../parts/values.js';

const SHOWN = 8;

/** The newest deliveries, as they come. */
export function Latest({ space }: { readonly space: string }) {
  const { data } = useApi('GET /api/spaces/:space/deliveries', { params: { space }, query: { limit: SHOWN } });
  if (!data) return null;
  if (data.items.length === 0) {
    return (
      <Empty title="No conversion yet">
        <p>The destinations are ready. Send one in:</p>
        <EventCurl />
      </Empty>
    );
  }
  return (
    <section className="latest">
      <header className="row">
        <h2>Newest</h2>
        <span className="grow" />
        <Link to="/s/$space/deliveries" params={{ space }}>
          All deliveries
        </Link>
      </header>
      <ul>
        {data.items.map((row) => (
          <li key={row.event_id}>
            <span className="meta">
              <Clock at={row.accepted_at} />
            </span>
            <Link to="/s/$space/deliveries" params={{ space }} search={{ open: row.event_id }}>
              {CANONICAL_WORDS[row.canonical]}
            </Link>
            <Money value={row.value} currency={row.currency} />
            <span className="to" dir="auto">
              {row.destination_name}
            </span>
            <Status status={row.status} held={row.held} />
          </li>
        ))}
      </ul>
    </section>
  );
}
