import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Destination } from '../../api/shapes.js';
import { useAct, useApi } from '../../api/use-api.js';
import { Confirm } from '../../parts/confirm.js';
import { plural } from '../../parts/format.js';

/** Deletes a destination, after saying what goes with it. */
export function Remove({ space, destination }: { readonly space: string; readonly destination: Destination }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const count = useApi(
    'GET /api/spaces/:space/deliveries/count',
    { params: { space }, query: { destination: [destination.id], status: ['pending', 'failed'] } },
    { enabled: asking },
  );
  const remove = useAct(
    'DELETE /api/spaces/:space/destinations/:id',
    () => void navigate({ to: '/s/$space/destinations', params: { space } }),
  );
  const open = count.data?.count ?? 0;
  return (
    <>
      <p>
        <button type="button" className="button danger-text" onClick={() => setAsking(true)}>
          Delete destination …
        </button>
      </p>
      {asking && (
        <Confirm
          title={`Delete ${destination.name}?`}
          act={open > 0 ? `Delete it and discard ${plural(open, 'delivery', 'deliveries')}` : 'Delete destination'}
          danger
          busy={remove.isPending}
          disabled={!count.data}
          problem={remove.error ?? count.error}
          onAct={() => remove.mutate({ params: { space, id: destination.id }, query: { discard: 'true' } })}
          onClose={() => setAsking(false)}
        >
          <p>
            Nothing more goes there.{' '}
            {open > 0
              ? `${plural(open, 'delivery is', 'deliveries are')} still on the way and will be discarded.`
              : 'No delivery is on the way.'}{' '}
            What was delivered stays in the records.
          </p>
        </Confirm>
      )}
    </>
  );
}
