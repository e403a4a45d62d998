import type { Socket } from 'node:net';
import { ProxyError } from '../exchange/send.errors.js';
import type { HandshakeReader } from './handshake.reader.js';
import type { Proxy } from './proxy.url.js';

/** Value of `proxy-authorization` (RFC 7617, UTF-8). */
export const basicCredentials = ({ user, password }: NonNullable<Proxy['credentials']>): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Asks an HTTP proxy to connect through to `host:port` (RFC 9110 §9.3.6). Any answer but 2xx is the proxy's fault. */
export async function httpConnect(
  socket: Socket,
  reader: HandshakeReader,
  { credentials }: Proxy,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (credentials) lines.push(`Proxy-Authorization: ${basicCredentials(credentials)}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);

  const head = (await reader.upTo('\r\n\r\n')).toString('latin1');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) throw new ProxyError('the proxy does not speak HTTP');
  if (!status.startsWith('2')) throw new ProxyError(`the proxy answered ${status} to CONNECT ${authority}`);
}
