import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceContext } from '@app/service';
import { controlApi } from './control/control.api.js';
import { createControls } from './control/controls.js';
import type { Endpoint } from './endpoint/endpoint.js';
import { endpointHandler } from './endpoint/endpoint.handler.js';
import { graphEndpoint, isGraphPath } from './graph/graph.endpoint.js';
import { sendJson } from './http/send-json.js';
import { sendPage } from './page/page.js';
import { receivedApi } from './received/received.api.js';
import { createReceived } from './received/received.store.js';
import type { ReceiverSettings } from './settings.js';
import { trackerEndpoint } from './tracker/tracker.endpoint.js';
import { webhookEndpoint } from './webhook/webhook.endpoint.js';

/** The endpoint that answers a call. */
const endpointOf = (method: string | undefined, path: string): Endpoint => {
  if (method === 'POST' && isGraphPath(path)) return graphEndpoint;
  return /^\/tracker(\/|$)/.test(path) ? trackerEndpoint : webhookEndpoint;
};

/**
 * Everything the receiver answers: `/_control`, `/_received`, a page at `GET /`, Meta's Graph API with or without
 * `/graph` in front, a tracker below `/tracker`, and a webhook endpoint on any other path.
 */
export function createReceiver(): RequestListener {
  const controls = createControls();
  const received = createReceived();
  const control = controlApi(controls);
  const list = receivedApi(received);
  const serve = endpointHandler(controls, received);

  return (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://receiver');
    if (url === null) sendJson(response, 400, { error: 'not a path' });
    else if (url.pathname.startsWith('/_control')) control(request, response, url);
    else if (url.pathname.startsWith('/_received')) list(request, response, url);
    else if (url.pathname === '/' && request.method === 'GET')
      sendPage(response, received, url.searchParams.get('path'));
    else serve(endpointOf(request.method, url.pathname), request, response, url);
  };
}

const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      const at = server.address();
      if (at === null || typeof at === 'string') reject(new Error('the server does not listen on a port'));
      else resolve(at);
    });
  });

/** Serves it until the process ends; requests it keeps hanging are cut off then. */
export async function startReceiver(context: ServiceContext<ReceiverSettings>): Promise<void> {
  const { process, http } = context.settings;
  const server = createServer(createReceiver());
  const { port } = await listen(server, http.port, process.bind);
  context.onShutdown({
    phase: 'close',
    name: 'http',
    run: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  context.announce('http', `http://${process.bind === '0.0.0.0' ? '127.0.0.1' : process.bind}:${port}`);
}
