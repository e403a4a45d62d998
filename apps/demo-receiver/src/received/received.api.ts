import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { sendJson } from '../http/send-json.js';
import type { ReceivedStore } from './received.store.js';

const DEFAULT_LIMIT = 50;

/** Ids a line of NDJSON each, many lines a chunk: a million of them is a million lines. */
function* lines(ids: ReturnType<ReceivedStore['ids']>): Generator<string> {
  let chunk = '';
  for (const { id, count, accepted } of ids) {
    chunk += `{"id":${JSON.stringify(id)},"count":${count},"accepted":${accepted}}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

const limitOf = (query: URLSearchParams): number => {
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  return Number.isInteger(limit) && limit > 0 ? limit : DEFAULT_LIMIT;
};

/**
 * What came, of all paths or of `?path=`: `GET /_received?limit=` the newest and the summary, `/_received/summary` the
 * counts alone, `/_received/ids` every id with its counts as NDJSON; `DELETE /_received` forgets all of it.
 */
export const receivedApi =
  (store: ReceivedStore) =>
  (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const path = url.searchParams.get('path');
    if (request.method === 'DELETE') {
      store.clear();
      return sendJson(response, 200, { ok: true });
    }
    if (request.method !== 'GET') return sendJson(response, 405, { error: 'use GET or DELETE' });
    switch (url.pathname) {
      case '/_received':
        return sendJson(response, 200, {
          summary: store.summary(path),
          items: store.list(path, limitOf(url.searchParams)),
        });
      case '/_received/summary':
        return sendJson(response, 200, store.summary(path));
      case '/_received/ids':
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        Readable.from(lines(store.ids(path))).pipe(response);
        return;
      default:
        return sendJson(response, 404, { error: 'use /_received, /_received/summary or /_received/ids' });
    }
  };
