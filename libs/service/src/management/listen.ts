import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The URL of a listening server; a wildcard address reads as loopback. */
export function urlOf(server: Server): string {
  const at = server.address();
  if (!isAddressInfo(at)) throw new Error('the server does not listen on a port');
  const host = at.address === '0.0.0.0' ? '127.0.0.1' : at.address === '::' ? '::1' : at.address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${at.port}`;
}

const isAddressInfo = (at: AddressInfo | string | null): at is AddressInfo => typeof at === 'object' && at !== null;

/** Starts `server` on `port` of `host`; a taken port rejects. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}
