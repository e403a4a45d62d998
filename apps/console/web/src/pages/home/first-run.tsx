import { Link } from '@tanstack/react-router';
import { EventCurl } from '../../parts/event-curl.js';
import { Empty } from '../../parts/states.js';

/** What to do in a space that is new. */
export const FirstRun = ({ space }: { readonly space: string }) => (
  <Empty title="Two steps, then conversions arrive">
    <ol className="steps">
      <li>
        <strong>Say where they go.</strong> A destination is Facebook's Conversions API, a webhook, or a tracker's
        postback URL.
        <p>
          <Link to="/s/$space/destinations/new" params={{ space }} className="button primary">
            New destination
          </Link>
        </p>
      </li>
      <li>
        <strong>Send one in.</strong> What is accepted is never lost; within a second it shows up here.
        <EventCurl />
      </li>
    </ol>
  </Empty>
);
