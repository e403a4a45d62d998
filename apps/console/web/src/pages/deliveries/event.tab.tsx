import { useApi } from '../../api/use-api.js';
import { Payload } from '../../parts/payload.js';
import { Failure, Skeleton } from '../../parts/states.js';

interface EventProps {
  readonly space: string;
  readonly id: string;
}

/** The event behind a delivery as it was received, and its click. */
export function EventTab({ space, id }: EventProps) {
  const { data, error, refetch } = useApi('GET /api/spaces/:space/events/:inbox_id', {
    params: { space, inbox_id: id },
  });
  if (error) return <Failure problem={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  return (
    <>
      <Payload title="As received" text={JSON.stringify(data.payload, null, 2)} />
      {data.click ? (
        <Payload title="Its click" text={JSON.stringify(data.click, null, 2)} />
      ) : (
        <p className="meta">No click is known for this person.</p>
      )}
    </>
  );
}
