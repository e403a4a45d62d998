import { useApi } from '../api/use-api.js';
import { Payload } from './payload.js';

/** A command that posts a conversion. */
export const eventCurl = (ingestUrl: string, secret: string): string =>
  `curl ${ingestUrl}/events \\
  -H 'Authorization: Bearer ${secret}' \\
  -H 'Content-Type: application/json' \\
  -d '{"event":"deposit","eid":"order-1","uid":"u-1","value":"25.00","currency":"USD"}'`;

/** The command to try, with the address of this installation. */
export function EventCurl({ secret = '$SECRET' }: { readonly secret?: string }) {
  const { data: me } = useApi('GET /api/me', {}, { live: false });
  return <Payload title="Post a conversion" text={eventCurl(me?.ingest_url ?? '$INGEST', secret)} />;
}
