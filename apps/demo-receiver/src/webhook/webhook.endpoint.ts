import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Controls } from '../control/controls.js';
import { knobsOfQuery, type Knobs } from '../control/knobs.js';
import { readBody } from '../http/read-body.js';
import type { Received, ReceivedStore, Signed } from '../received/received.store.js';
import { misbehave } from './misbehave.js';
import { verifySignature } from './signature.verifier.js';

const MAX_KEPT_BODY = 16 * 1024;

const OK: Knobs = { body: '{"ok":true}' };
const UNSIGNED: Knobs = { status: 401, body: '{"error":"signature"}' };

const idOf = ({ headers }: IncomingMessage): string | null => {
  const id = headers['webhook-id'];
  return typeof id === 'string' ? id : null;
};

const signedBy = (request: IncomingMessage, body: Buffer, secrets: readonly string[] | undefined): Signed =>
  secrets === undefined ? 'unchecked' : verifySignature(request.headers, body, secrets, Date.now()) ? 'good' : 'bad';

/** A webhook endpoint on any path: counts and keeps what comes, verifies it if told a secret, answers as its knobs say. */
export function webhookEndpoint(controls: Controls, store: ReceivedStore) {
  /** The knobs in force for this request, once it has been counted. */
  const knobsFor = (received: Received, knobs: Knobs): Knobs => {
    if (received.signature === 'bad') return UNSIGNED;
    const { path, webhook_id: id } = received;
    if (knobs.fail_times !== undefined && !controls.takeFailure(path)) return OK;
    if (knobs.fail_each !== undefined && id !== null && store.timesOf(path, id) > knobs.fail_each) return OK;
    return knobs;
  };

  const answer = (response: ServerResponse, received: Received, knobs: Knobs): void => {
    if (response.destroyed || misbehave(response, knobs)) return;
    const { status = 200, body = '', headers, retry_after: retryAfter, location } = knobs;
    received.status = status;
    if (status >= 200 && status < 300) response.on('finish', () => store.accept(received));
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      ...(location === undefined ? {} : { location }),
      ...headers,
    });
    response.end(body);
  };

  return (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const path = url.pathname;
    const given: Knobs = { ...OK, ...controls.get(path), ...knobsOfQuery(url.searchParams) };
    readBody(request, (body) => {
      const received: Received = {
        path,
        at_ms: Date.now(),
        method: request.method ?? '',
        query: url.search,
        headers: request.headers,
        body: body.toString('utf8', 0, MAX_KEPT_BODY),
        webhook_id: idOf(request),
        signature: signedBy(request, body, given.secrets),
        status: null,
        accepted: false,
      };
      store.add(received);
      const knobs = knobsFor(received, given);
      if (knobs.delay_ms === undefined) return answer(response, received, knobs);
      const thinking = setTimeout(answer, knobs.delay_ms, response, received, knobs);
      response.once('close', () => clearTimeout(thinking));
    });
  };
}
