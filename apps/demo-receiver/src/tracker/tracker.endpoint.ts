import type { Answer, Arrival, Endpoint } from '../endpoint/endpoint.js';

/** Parameters trackers know a conversion by, the best first. */
const ID_PARAMETERS = ['event_id', 'txid', 'tid', 'transaction_id', 'adv_sub', 'eid'];
const TOKEN_PARAMETER = 'security_token';

const idsOf = ({ query }: Arrival): readonly string[] =>
  ID_PARAMETERS.flatMap((name) => query.get(name) || []).slice(0, 1);

const said = (body: string): Answer => ({ status: 200, body, headers: { 'content-type': 'text/plain' } });

/**
 * An affiliate network's tracker as TUNE's is: always 200, and the body says `success=true` or `success=false` with a
 * reason. Told tokens, it takes only calls with one of them as `security_token`.
 */
export const trackerEndpoint: Endpoint = {
  kind: 'tracker',
  knobsOf: () => ({}),
  visit: (arrival, { tokens }) => ({
    ids: idsOf(arrival),
    signature: 'unchecked',
    answer({ refuse }) {
      const known = tokens === undefined || tokens.includes(arrival.query.get(TOKEN_PARAMETER) ?? '');
      const reason = known ? refuse : 'Invalid security token';
      return said(reason === undefined ? 'success=true;' : `success=false; err_msg=${reason}`);
    },
  }),
};
