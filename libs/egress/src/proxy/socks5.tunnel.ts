import { isIPv4, isIPv6, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ProxyError } from '../exchange/send.errors.js';
import type { HandshakeReader } from './handshake.reader.js';
import type { Proxy } from './proxy.url.js';

const VERSION = 5;
const METHOD = { none: 0x00, password: 0x02 } as const;
const ADDRESS = { ipv4: 0x01, name: 0x03, ipv6: 0x04 } as const;

/** RFC 1928 §6. */
const REPLIES = [
  'succeeded',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live expired',
  'command not supported',
  'address type not supported',
];

/** A length byte and the text; the protocol has no room for more than 255 bytes. */
const counted = (text: string, what: string): Buffer => {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new ProxyError(`the ${what} is too long for SOCKS`);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
};

const addressOf = (host: string): Buffer =>
  isIPv4(host) || isIPv6(host)
    ? Buffer.from([isIPv4(host) ? ADDRESS.ipv4 : ADDRESS.ipv6, ...ipaddr.parse(host).toByteArray()])
    : Buffer.concat([Buffer.from([ADDRESS.name]), counted(host, 'host name')]);

async function authenticate(socket: Socket, reader: HandshakeReader, { credentials }: Proxy): Promise<void> {
  const methods = credentials ? [METHOD.none, METHOD.password] : [METHOD.none];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await reader.bytes(2);
  if (version !== VERSION) throw new ProxyError('the proxy does not speak SOCKS5');
  if (method === METHOD.none) return;
  if (method !== METHOD.password || !credentials) throw new ProxyError('the proxy wants another authentication');
  // RFC 1929
  const { user, password } = credentials;
  socket.write(Buffer.concat([Buffer.from([1]), counted(user, 'user name'), counted(password, 'password')]));
  const [, status] = await reader.bytes(2);
  if (status !== 0) throw new ProxyError('the proxy refused the user name or password');
}

/** Asks a SOCKS5 proxy (RFC 1928) to connect through to `host:port`; a name is resolved by the proxy. */
export async function socks5Connect(
  socket: Socket,
  reader: HandshakeReader,
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  await authenticate(socket, reader, proxy);
  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Buffer.from([VERSION, 1, 0]), addressOf(target.host), port]));

  const [version, reply = 1, , type] = await reader.bytes(4);
  if (version !== VERSION) throw new ProxyError('the proxy does not speak SOCKS5');
  if (reply !== 0) throw new ProxyError(`the proxy says: ${REPLIES[reply] ?? `failure ${reply}`}`);
  const bound = type === ADDRESS.ipv4 ? 4 : type === ADDRESS.ipv6 ? 16 : ((await reader.bytes(1))[0] ?? 0);
  await reader.bytes(bound + 2);
}
