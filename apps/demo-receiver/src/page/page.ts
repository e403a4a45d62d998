import type { ServerResponse } from 'node:http';
import type { Received, ReceivedStore, Summary } from '../received/received.store.js';
import { html, Html } from './html.js';

const SHOWN = 30;
const REFRESH_S = 2;

const STYLE = new Html(`
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
  .number { text-align: right; }
  code, pre { font-family: ui-monospace, monospace; font-size: 12px; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; margin: 0.3rem 0; }
  .bad { color: #c33; }
  .quiet { opacity: 0.7; }
`);

const pathRow = (path: string, { count, accepted, distinct_accepted, repeated_accepted }: Summary): Html =>
  html`<tr>
    <td>
      <a href="/?path=${encodeURIComponent(path)}"><code>${path}</code></a>
    </td>
    <td class="number">${count}</td>
    <td class="number">${accepted}</td>
    <td class="number">${distinct_accepted}</td>
    <td class="number">${repeated_accepted}</td>
  </tr>`;

const answered = ({ status, signature }: Received): Html => {
  const shown = html`<span class="${status !== null && status < 300 ? '' : 'bad'}">${status ?? 'no answer'}</span>`;
  return signature === 'unchecked' ? shown : html`${shown} <span class="${signature}">signature ${signature}</span>`;
};

const requestRow = (one: Received): Html =>
  html`<tr>
    <td><time>${new Date(one.at_ms).toISOString().slice(11, 23)}</time></td>
    <td>${one.kind}</td>
    <td>
      <code>${one.method} ${one.path}${one.query}</code>
      <pre>${one.body}</pre>
      <pre class="quiet">${one.answered ?? ''}</pre>
    </td>
    <td>${answered(one)}</td>
  </tr>`;

const paths = (store: ReceivedStore): Html =>
  html`<table>
    <tr>
      <th>Path</th>
      <th class="number">Requests</th>
      <th class="number">Answered 2xx</th>
      <th class="number">Deliveries</th>
      <th class="number">More than once</th>
    </tr>
    ${store.paths().map((path) => pathRow(path, store.summary(path)))}
  </table>`;

const requests = (items: readonly Received[]): Html =>
  html`<table>
    <tr>
      <th>UTC</th>
      <th>Kind</th>
      <th>Request</th>
      <th>Answer</th>
    </tr>
    ${items.map(requestRow)}
  </table>`;

const document = (store: ReceivedStore, path: string | null): Html => {
  const items = store.list(path, SHOWN);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Demo receiver</title>
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="refresh" content="${REFRESH_S}" />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>Demo receiver</h1>
        <p>
          Stands in for webhooks (any path), Meta's Graph API (<code>/graph/v26.0/PIXEL/events</code>) and a tracker
          (<code>/tracker/…</code>). The same as JSON: <code>GET /_received?path=</code>; how a path misbehaves:
          <code>PUT /_control/PATH</code>, such as <code>{"status": 503, "fail_times": 3}</code>.
        </p>
        ${items.length === 0 ? html`<p>Nothing has come yet.</p>` : paths(store)}
        <h2>
          ${path === null ? 'Newest requests' : html`Newest requests of <code>${path}</code> <a href="/">all</a>`}
        </h2>
        ${requests(items)}
      </body>
    </html>`;
};

/** Shows a person what came: the paths with their counts, and the newest requests, of all paths or of one. */
export const sendPage = (response: ServerResponse, store: ReceivedStore, path: string | null): void => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(document(store, path).text);
};
