import { knobsOfQuery } from '../control/knobs.js';
import type { Answer, Arrival, Endpoint, Signed } from '../endpoint/endpoint.js';
import { verifySignature } from './signature.verifier.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const OK: Answer = { status: 200, body: '{"ok":true}', headers: JSON_TYPE };
const UNSIGNED: Answer = { status: 401, body: '{"error":"signature"}', headers: JSON_TYPE };

const signedBy = ({ headers, body, at_ms }: Arrival, secrets: readonly string[] | undefined): Signed =>
  secrets === undefined ? 'unchecked' : verifySignature(headers, body, secrets, at_ms) ? 'good' : 'bad';

/** A webhook: told a secret, it takes only what is signed with it. A request may set knobs for itself in its query. */
export const webhookEndpoint: Endpoint = {
  kind: 'webhook',
  knobsOf: ({ query }) => knobsOfQuery(query),
  visit(arrival, { secrets }) {
    const id = arrival.headers['webhook-id'];
    const signature = signedBy(arrival, secrets);
    return {
      ids: typeof id === 'string' ? [id] : [],
      signature,
      answer: () => (signature === 'bad' ? UNSIGNED : OK),
    };
  },
};
