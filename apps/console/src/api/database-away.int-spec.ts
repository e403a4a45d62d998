import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

/** A wire to the database that can be cut and mended. */
class Wire {
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly target: URL) {}

  async mend(): Promise<string> {
    this.#server = createServer((near) => {
      const far = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.#port = isAddress(address) ? address.port : 0;
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

const isAddress = (address: string | AddressInfo | null | undefined): address is AddressInfo =>
  typeof address === 'object' && address !== null;

let stand: ConsoleStand;
let wire: Wire;

beforeAll(async () => {
  stand = await consoleStand((url) => {
    wire = new Wire(new URL(url));
    return wire.mend();
  });
});

afterAll(async () => {
  await stand.stop();
  await wire.cut();
});

describe('while the database is away', () => {
  it('every call answers 503, whoever calls; afterwards all is as before', async () => {
    const space = await stand.space();
    const { token } = (await stand.api.post('/api/tokens', { name: 'x', role: 'viewer' })).body;
    await wire.cut();
    const answers = [
      await stand.api.get('/api/spaces'),
      await stand.api.get(`/api/spaces/${space}/deliveries`),
      await stand.api.post(`/api/spaces/${space}/keys/secret/rotate`),
      await stand.api.as(token).get('/api/spaces'),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
    }
    await wire.mend();
    expect((await stand.api.get('/api/spaces')).status).toBe(200);
    expect((await stand.api.as(token).get(`/api/spaces/${space}`)).status).toBe(200);
  });
});
