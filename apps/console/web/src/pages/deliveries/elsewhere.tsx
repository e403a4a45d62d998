import type { DeliveryDetail, EventDetail } from '../../api/shapes.js';
import { useApi } from '../../api/use-api.js';
import { Failure, Skeleton } from '../../parts/states.js';
import { Status, Tag } from '../../parts/status.js';

type Fate = EventDetail['destinations'][number];

const FateTag = ({ fate }: { readonly fate: Fate['fate'] }) =>
  fate === 'pending' ||
  fate === 'failed' ||
  fate === 'sent' ||
  fate === 'failed_permanently' ||
  fate === 'discarded' ? (
    <Status status={fate} />
  ) : (
    <Tag tone="none">Not sent</Tag>
  );

interface ElsewhereProps {
  readonly space: string;
  readonly delivery: DeliveryDetail;
  readonly onOpen: (id: string) => void;
}

/** What became of the same event at every other destination, and why. */
export function Elsewhere({ space, delivery, onOpen }: ElsewhereProps) {
  const params = { space, inbox_id: delivery.inbox_id };
  const { data, error, refetch } = useApi('GET /api/spaces/:space/events/:inbox_id', { params });
  if (error) return <Failure problem={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const others = data.destinations.filter(({ destination_id }) => destination_id !== delivery.destination_id);
  if (others.length === 0) return <p className="meta">The space has no other destination.</p>;
  return (
    <ul className="elsewhere">
      {others.map(({ destination_id, destination_name, fate, why, event_id }) => (
        <li key={destination_id}>
          <p className="row">
            <strong dir="auto">{destination_name}</strong>
            <FateTag fate={fate} />
            <span className="grow" />
            {event_id !== null && (
              <button type="button" className="button small" onClick={() => onOpen(event_id)}>
                Open
              </button>
            )}
          </p>
          <p className="meta">{why}</p>
        </li>
      ))}
    </ul>
  );
}
