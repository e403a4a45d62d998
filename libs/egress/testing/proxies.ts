import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Certified } from './certificates.js';
import { httpServer, tcpServer, type TestServer } from './servers.js';

/** A small but real proxy, and what it was asked for: `CONNECT host:port`, `GET http://…`, `SOCKS host:port`. */
export interface TestProxy extends TestServer {
  readonly asked: readonly string[];
}

/** How a proxy behaves. */
export interface ProxyOptions {
  /** `user:password` it wants. */
  readonly credentials?: string;
  /** Speaks TLS itself. */
  readonly tls?: Certified;
  /** The status or SOCKS reply it gives instead of a way through. */
  readonly refuse?: number;
}

const withAsked = (server: TestServer, asked: readonly string[]): TestProxy =>
  Object.defineProperties(server, { asked: { value: asked } }) as TestProxy;

const pipe = (one: Socket, other: Socket): void => {
  one.on('error', () => other.destroy()).on('close', () => other.destroy());
  other.on('error', () => one.destroy()).on('close', () => one.destroy());
  one.pipe(other).pipe(one);
};

const hostAndPort = (authority: string): [string, number] => {
  const { hostname, port } = new URL(`http://${authority}`);
  return [hostname, Number(port || 80)];
};

/** Forwards plain http, tunnels by CONNECT. Every name leads to 127.0.0.1. */
export async function httpProxy({ credentials, tls, refuse }: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const refusal = (given: string | undefined): number | undefined =>
    wanted !== undefined && given !== wanted ? 407 : refuse;

  const server = await httpServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    asked.push(`${method} ${url}`);
    const status = refusal(headers['proxy-authorization']);
    if (status !== undefined) return void outgoing.writeHead(status).end();
    const { port, pathname, search } = new URL(url);
    const { 'proxy-authorization': _own, ...passed } = headers;
    const onward = httpRequest({ host: '127.0.0.1', port, path: pathname + search, method, headers: passed });
    onward.on('response', (answer) => void answer.pipe(outgoing.writeHead(answer.statusCode ?? 0, answer.headers)));
    onward.on('error', () => void outgoing.writeHead(502).end());
    incoming.pipe(onward);
  }, tls);
  server.server.on('connect', (incoming: { url: string; headers: Record<string, string> }, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const status = refusal(incoming.headers['proxy-authorization']);
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
    const onward = connect(hostAndPort(incoming.url)[1], '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\nx-proxy: test\r\n\r\n');
      pipe(socket, onward);
    });
    onward.on('error', () => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  return withAsked(server, asked);
}

/** Reads exactly so many bytes, however they arrive, until it is released. */
const reader = (socket: Socket) => {
  let held = Buffer.alloc(0);
  let wake = (): void => undefined;
  const onData = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk]);
    wake();
  };
  socket.on('data', onData).on('close', () => wake());
  return {
    async read(count: number): Promise<Buffer> {
      while (held.length < count) {
        if (socket.destroyed) throw new Error('closed');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    release: () => void socket.off('data', onData),
  };
};

async function serveSocks(socket: Socket, asked: string[], { credentials, refuse }: ProxyOptions): Promise<void> {
  const { read, release } = reader(socket);
  const [, count = 0] = await read(2);
  const methods = await read(count);
  const method = credentials === undefined ? 0 : methods.includes(2) ? 2 : 0xff;
  socket.write(Buffer.from([5, method]));
  if (method === 2) {
    const [, userLength = 0] = await read(2);
    const user = await read(userLength);
    const [passwordLength = 0] = await read(1);
    const good = `${user.toString()}:${(await read(passwordLength)).toString()}` === credentials;
    socket.write(Buffer.from([1, good ? 0 : 1]));
    if (!good) return void socket.end();
  }
  const [, , , type] = await read(4);
  const [length = 0] = type === 3 ? await read(1) : [type === 1 ? 4 : 16];
  const address = await read(length);
  const port = (await read(2)).readUInt16BE();
  asked.push(`SOCKS ${type === 3 ? address.toString() : [...address].join('.')}:${port}`);
  if (refuse !== undefined) return void socket.end(Buffer.from([5, refuse, 0, 1, 0, 0, 0, 0, 0, 0]));
  release();
  const onward = connect(port, '127.0.0.1', () => {
    // A bound address of type "name", which few clients expect.
    socket.write(Buffer.from([5, 0, 0, 3, 1, 0x78, 0, 80]));
    pipe(socket, onward);
  });
  onward.on('error', () => void socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
}

/** SOCKS5, with a user name and password if told so. Every name leads to 127.0.0.1. */
export async function socks5Proxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = await tcpServer((socket) => {
    serveSocks(socket, asked, options).catch(() => socket.destroy());
  });
  return withAsked(server, asked);
}
