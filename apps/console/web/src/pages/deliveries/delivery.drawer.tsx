import type { ReactNode } from 'react';
import type { DeliveryDetail } from '../../api/shapes.js';
import { useApi } from '../../api/use-api.js';
import { Drawer } from '../../parts/dialog.js';
import { CANONICAL_WORDS } from '../../parts/format.js';
import { Failure, Skeleton } from '../../parts/states.js';
import { Tabs } from '../../parts/tabs.js';
import { Id, Money } from '../../parts/values.js';
import { Answers, Requests } from './attempts.js';
import { Elsewhere } from './elsewhere.js';
import { EventTab } from './event.tab.js';
import { Timeline } from './timeline.js';
import { Verdict } from './verdict.js';

interface DrawerProps {
  readonly space: string;
  readonly id: string;
  readonly onClose: () => void;
  /** Opens another delivery in its place. */
  readonly onOpen: (id: string) => void;
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Facts = ({ delivery }: { readonly delivery: DeliveryDetail }) => (
  <dl className="facts">
    <Fact name="Value">
      <Money value={delivery.value} currency={delivery.currency} />
    </Fact>
    <Fact name="Delivery">
      <Id id={delivery.event_id} what="delivery id" />
    </Fact>
    {delivery.uid !== null && (
      <Fact name="Person">
        <Id id={delivery.uid} what="uid" />
      </Fact>
    )}
    {delivery.eid !== null && (
      <Fact name="Order">
        <Id id={delivery.eid} what="eid" />
      </Fact>
    )}
  </dl>
);

/** One delivery: how it stands and what to do, what happened when, what went out and came back, and where else it went. */
export function DeliveryDrawer({ space, id, onClose, onOpen }: DrawerProps) {
  const params = { space, event_id: id };
  const {
    data: delivery,
    error,
    isPending,
    refetch,
  } = useApi('GET /api/spaces/:space/deliveries/:event_id', { params });
  const title = delivery ? (
    <>
      {CANONICAL_WORDS[delivery.canonical]} <span className="meta">to</span> <bdi>{delivery.destination_name}</bdi>
    </>
  ) : (
    'Delivery'
  );
  return (
    <Drawer title={title} onClose={onClose}>
      {isPending && <Skeleton />}
      {error && !delivery && <Failure problem={error} retry={() => void refetch()} />}
      {delivery && (
        <div className="stack" key={delivery.event_id}>
          <Verdict space={space} delivery={delivery} />
          <Facts delivery={delivery} />
          <Timeline delivery={delivery} />
          <Tabs
            label="Details"
            tabs={[
              { name: 'Event', content: <EventTab space={space} id={delivery.inbox_id} /> },
              { name: 'Sent', content: <Requests attempts={delivery.attempts} /> },
              { name: 'Answer', content: <Answers attempts={delivery.attempts} /> },
              { name: 'Elsewhere', content: <Elsewhere space={space} delivery={delivery} onOpen={onOpen} /> },
            ]}
          />
        </div>
      )}
    </Drawer>
  );
}
