import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.js';
import { sendJson } from '../http/send-json.js';
import type { Controls } from './controls.js';
import { knobs } from './knobs.js';

const PREFIX = '/_control';

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

/** `PUT /_control/<path>` sets the knobs of `/<path>`, `GET` shows them, `DELETE` makes it healthy; `DELETE /_control` all. */
export const controlApi =
  (controls: Controls) =>
  (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const path = url.pathname.slice(PREFIX.length);
    if (request.method === 'DELETE') {
      controls.clear(path === '' || path === '/' ? undefined : path);
      return sendJson(response, 200, { ok: true });
    }
    if (!path.startsWith('/')) return sendJson(response, 404, { error: `use ${PREFIX}/<path>` });
    if (request.method === 'GET') return sendJson(response, 200, controls.get(path) ?? {});
    if (request.method !== 'PUT') return sendJson(response, 405, { error: 'use GET, PUT or DELETE' });
    return readBody(request, (body) => {
      const parsed = knobs.safeParse(parseJson(body));
      if (!parsed.success) return sendJson(response, 422, { error: parsed.error.issues });
      controls.set(path, parsed.data);
      return sendJson(response, 200, parsed.data);
    });
  };
