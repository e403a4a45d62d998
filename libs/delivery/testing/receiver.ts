import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call an endpoint got. */
export interface Call {
  readonly path: string;
  /** The `webhook-id`. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly body: string;
}

/** Answers the nth call (from 1) on its path. */
export type Behaviour = (call: Call, nth: number, response: ServerResponse) => void;

const ok: Behaviour = (_call, _nth, response) => void response.end('ok');

/** A real HTTP server whose paths behave as they are told. */
export class Receiver {
  readonly calls: Call[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  url(path: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  behave(path: string, behaviour: Behaviour): void {
    this.#behaviours.set(path, behaviour);
  }

  on(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = { path, id: String(request.headers['webhook-id']), at, body: Buffer.concat(chunks).toString() };
    this.calls.push(call);
    (this.#behaviours.get(path) ?? ok)(call, this.on(path).length, response);
  }
}
