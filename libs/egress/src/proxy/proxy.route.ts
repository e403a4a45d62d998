import type { LookupFunction, Socket } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, buildConnector } from 'undici';
import { AGENT_OPTIONS, CONNECT_TIMEOUT_MS, NEXT_ADDRESS_MS } from '../exchange/agent.options.js';
import { messageOf } from '../exchange/error-code.js';
import { BlockedAddressError, ProxyError } from '../exchange/send.errors.js';
import { HandshakeReader } from './handshake.reader.js';
import { basicCredentials, httpConnect } from './http-connect.tunnel.js';
import type { Proxy } from './proxy.url.js';
import { socks5Connect } from './socks5.tunnel.js';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One proxy's way out: its own connections, shared by all destinations that name it, whatever they call. */
export interface ProxyRoute {
  readonly proxy: Proxy;
  /** Connects through to the endpoint: https, and everything by SOCKS. */
  readonly tunnel: Agent;
  /** Talks to the proxy itself, which passes plain http on; `null` for SOCKS. */
  readonly forward: { readonly agent: Agent; readonly origin: string; readonly authorization: string | null } | null;
  /** Ends it once what is under way has ended. */
  close(): Promise<void>;
}

/** What goes wrong on the way to the proxy is the proxy's; only a refused address is nobody's. */
const asProxyError = (error: unknown): Error =>
  error instanceof BlockedAddressError || error instanceof ProxyError
    ? error
    : new ProxyError(`the proxy cannot be reached: ${messageOf(error)}`);

/** Opens a connection to the proxy: its host judged by the lookup, TLS checked against its own name. */
const dialer = ({ scheme, host, port }: Proxy, lookup: LookupFunction): (() => Promise<Socket>) => {
  const connect = buildConnector({
    allowH2: false,
    lookup,
    timeout: CONNECT_TIMEOUT_MS,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
  });
  const protocol = scheme === 'https:' ? 'https:' : 'http:';
  return () =>
    new Promise((resolve, reject) => {
      connect({ protocol, hostname: host.name, host: host.name, port: String(port) }, (error, socket) => {
        if (socket) resolve(socket);
        else reject(asProxyError(error));
      });
    });
};

async function openTunnel(proxy: Proxy, dial: () => Promise<Socket>, target: Endpoint): Promise<Socket> {
  const deadline = Date.now() + CONNECT_TIMEOUT_MS;
  const socket = await dial();
  const reader = new HandshakeReader(socket, deadline);
  try {
    await (proxy.scheme === 'socks5:' ? socks5Connect : httpConnect)(socket, reader, proxy, target);
    reader.release();
    return socket;
  } catch (error) {
    reader.release();
    socket.destroy();
    throw asProxyError(error);
  }
}

const tunnelAgent = (proxy: Proxy, dial: () => Promise<Socket>): Agent => {
  const secure = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS });
  const open = callbackify((target: Endpoint) => openTunnel(proxy, dial, target));
  return new Agent({
    ...AGENT_OPTIONS,
    connect: (options, callback) => {
      const { hostname, protocol } = options;
      const port = Number(options.port) || (protocol === 'https:' ? 443 : 80);
      open({ host: hostname, port }, (error, socket) => {
        if (error) callback(error, null);
        else if (protocol === 'https:') secure({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      });
    },
  });
};

const forwardAgent = (dial: () => Promise<Socket>): Agent => {
  const open = callbackify(dial);
  return new Agent({
    ...AGENT_OPTIONS,
    connect: (_options, callback) => {
      open((error, socket) => {
        if (error) callback(error, null);
        else callback(null, socket);
      });
    },
  });
};

/** The way through one proxy. Nothing is dialled before it is used. */
export function openProxyRoute(proxy: Proxy, lookup: LookupFunction): ProxyRoute {
  const dial = dialer(proxy, lookup);
  const tunnel = tunnelAgent(proxy, dial);
  const forward =
    proxy.scheme === 'socks5:'
      ? null
      : {
          agent: forwardAgent(dial),
          // http even for a proxy behind TLS, which the dialer makes: undici would take the endpoint's name for it.
          origin: `http://${proxy.host.name.includes(':') ? `[${proxy.host.name}]` : proxy.host.name}:${proxy.port}`,
          authorization: proxy.credentials && basicCredentials(proxy.credentials),
        };
  return {
    proxy,
    tunnel,
    forward,
    async close() {
      await Promise.all([tunnel.close(), forward?.agent.close()]);
    },
  };
}
