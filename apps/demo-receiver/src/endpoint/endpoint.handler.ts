import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Controls } from '../control/controls.js';
import { permanentKnobs, type Knobs } from '../control/knobs.js';
import { readBody } from '../http/read-body.js';
import type { Received, ReceivedStore } from '../received/received.store.js';
import type { Answer, Endpoint, Visit } from './endpoint.js';
import { misbehave } from './misbehave.js';

const MAX_KEPT_BODY = 16 * 1024;
const MAX_KEPT_ANSWER = 2 * 1024;

/** The endpoint's own answer as its knobs bend it; a refusal of its own keeps its status and its words. */
const bent = (own: Answer, knobs: Knobs): Answer => {
  const refused = own.status >= 400;
  const { status = own.status, retry_after: retryAfter, location } = knobs;
  const body = knobs.body ?? (status === own.status ? own.body : '');
  const headers = {
    ...own.headers,
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(location === undefined ? {} : { location }),
    ...knobs.headers,
  };
  return refused ? { ...own, headers } : { status, body, headers };
};

/** Serves endpoints: counts and keeps what comes, then thinks, misbehaves or answers as the knobs of its path say. */
export function endpointHandler(controls: Controls, store: ReceivedStore) {
  /** The knobs in force for this request, once it has been counted. */
  const inForce = ({ path }: Received, { ids }: Visit, knobs: Knobs): Knobs => {
    const { fail_times: times, fail_each: each } = knobs;
    const recovered =
      (times !== undefined && !controls.takeFailure(path)) ||
      (each !== undefined && ids.length > 0 && ids.every((id) => store.timesOf(path, id) > each));
    return recovered ? permanentKnobs(knobs) : knobs;
  };

  const answer = (response: ServerResponse, received: Received, visit: Visit, knobs: Knobs): void => {
    if (response.destroyed || misbehave(response, knobs)) return;
    const { status, body, headers } = bent(visit.answer(knobs), knobs);
    received.status = status;
    received.answered = body.slice(0, MAX_KEPT_ANSWER);
    if (status >= 200 && status < 300) response.on('finish', () => store.accept(received));
    response.writeHead(status, headers);
    response.end(body);
  };

  return (endpoint: Endpoint, request: IncomingMessage, response: ServerResponse, url: URL): void => {
    readBody(request, (body) => {
      const { headers, method = '' } = request;
      const arrival = { at_ms: Date.now(), path: url.pathname, query: url.searchParams, headers, body };
      const given = { ...controls.get(arrival.path), ...endpoint.knobsOf(arrival) };
      const visit = endpoint.visit(arrival, given);
      const received: Received = {
        kind: endpoint.kind,
        path: arrival.path,
        at_ms: arrival.at_ms,
        method,
        query: url.search,
        headers,
        body: body.toString('utf8', 0, MAX_KEPT_BODY),
        ids: visit.ids,
        signature: visit.signature,
        status: null,
        answered: null,
        accepted: false,
      };
      store.add(received);
      const knobs = inForce(received, visit, given);
      if (knobs.delay_ms === undefined) return answer(response, received, visit, knobs);
      const thinking = setTimeout(answer, knobs.delay_ms, response, received, visit, knobs);
      response.once('close', () => clearTimeout(thinking));
    });
  };
}
