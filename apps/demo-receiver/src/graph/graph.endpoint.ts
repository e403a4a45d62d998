import { randomBytes } from 'node:crypto';
import type { Knobs } from '../control/knobs.js';
import type { Answer, Arrival, Endpoint } from '../endpoint/endpoint.js';
import { errorBody, statusOf, type GraphError } from './graph.error.js';
import { eventIdsOf, judgeBatch, parseJson, tokenInBody } from './graph.judge.js';
import { usageHeaders } from './usage.headers.js';

const PATH = /^(?:\/graph)?\/(v\d+\.\d+)\/([^/]+)\/events$/;

/** Versions that answer: v20.0 ended on 2026-09-24, v26.0 is the newest. */
const OLDEST = 21;
const NEWEST = 26;

/** The parts of a path Graph takes events on; `null` for any other. */
const addressOf = (path: string): { readonly version: string; readonly pixel: string } | null => {
  const [, version, pixel] = PATH.exec(path) ?? [];
  return version === undefined || pixel === undefined ? null : { version, pixel };
};

/** Whether Graph takes events on this path. */
export const isGraphPath = (path: string): boolean => addressOf(path) !== null;

const tokenOf = ({ headers, query }: Arrival, body: unknown): string | undefined =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token') ?? tokenInBody(body);

const judgeVersion = (version: string, path: string): GraphError | null => {
  const number = Number(version.slice(1));
  return number >= OLDEST && number <= NEWEST && Number.isInteger(number)
    ? null
    : { code: 2500, message: `Unknown path components: ${path}` };
};

const judgeToken = (token: string | undefined, { tokens }: Knobs): GraphError | null =>
  token !== undefined && (tokens === undefined || tokens.includes(token))
    ? null
    : { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };

const asTold = ({ graph_error: told }: Knobs): GraphError | null =>
  told === undefined
    ? null
    : {
        code: told.code,
        subcode: told.subcode,
        transient: told.is_transient,
        message: told.message ?? `(#${told.code}) As told`,
      };

/** Meta's Graph API where it takes conversion events: judges what comes as Meta documents it, takes all of it or none. */
export const graphEndpoint: Endpoint = {
  kind: 'graph',
  knobsOf: () => ({}),
  visit(arrival) {
    const { version = '', pixel = '' } = addressOf(arrival.path) ?? {};
    const body = parseJson(arrival.body);
    return {
      ids: eventIdsOf(body),
      signature: 'unchecked',
      answer(knobs): Answer {
        const trace = randomBytes(16).toString('base64url');
        const headers = {
          'content-type': 'application/json; charset=UTF-8',
          'facebook-api-version': version,
          'x-fb-trace-id': trace,
          ...usageHeaders(pixel, knobs.usage),
        };
        const error = judgeVersion(version, arrival.path) ?? judgeToken(tokenOf(arrival, body), knobs) ?? asTold(knobs);
        const judged = error === null ? judgeBatch(body, arrival.at_ms / 1000) : { error };
        if ('error' in judged) {
          const status = statusOf(judged.error);
          return { status: knobs.status ?? status, body: JSON.stringify(errorBody(judged.error, trace)), headers };
        }
        const { received, messages } = judged;
        const taken = { events_received: received, messages, fbtrace_id: trace };
        return { status: 200, body: JSON.stringify(taken), headers };
      },
    };
  },
};
