import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import type { Certified } from './certificates.js';

/** A server on a free port of the loopback. Disposing it ends it and every connection it has. */
export interface TestServer extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
  /** Connections taken so far. */
  readonly connections: number;
}

const listen = async (server: Server): Promise<TestServer> => {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** Speaks HTTP, over TLS with a certificate. */
export const httpServer = (handle: RequestListener, tls?: Certified): Promise<TestServer> =>
  listen(tls ? createHttps(tls, handle) : createHttp(handle));

/** Hands out bare connections, over TLS with a certificate. */
export const tcpServer = (handle: (socket: Socket) => void, tls?: Certified): Promise<TestServer> => {
  const each = (socket: Socket): void => {
    socket.on('error', () => undefined);
    handle(socket);
  };
  return listen(tls ? createTls(tls, each) : createTcp(each));
};

/** A port of the loopback nobody listens on. */
export const closedPort = async (): Promise<number> => {
  const server = await tcpServer(() => undefined);
  await server[Symbol.asyncDispose]();
  return server.port;
};

/** The whole body of a request. */
export const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Answers each request on a connection with these bytes, as soon as its head has come. */
export const answerWith =
  (answer: string | Buffer) =>
  (socket: Socket): void => {
    socket.on('data', () => socket.write(answer));
  };
