import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Fault } from '@app/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  closedPort,
  httpProxy,
  httpServer,
  makeAuthority,
  socks5Proxy,
  tcpServer,
  type ProxyOptions,
  type TestProxy,
  type TestServer,
} from '../../testing/index.js';
import { createEgress } from '../egress.js';
import type { Egress } from '../egress.types.js';

const authority = makeAuthority();
const names = new Map([
  ['proxy.test', ['127.0.0.1']],
  ['inner.test', ['127.0.0.1', '10.0.0.1']],
]);
let egress: Egress;

beforeAll(() => {
  setDefaultCACertificates([...getCACertificates('default'), authority.cert]);
  egress = createEgress({ allow: ['127.0.0.0/8'], names: async (name) => names.get(name) ?? [] });
});
afterAll(() => egress.close());

/** A deadline that passes soon, and yet not before a busy machine has written the request. */
const SOON_MS = 700;

/** The endpoint's name means something to the proxies only: every name leads them to 127.0.0.1. */
const ENDPOINT = 'endpoint.test';

const send = (url: string, proxyUrl: string, timeoutMs = 5_000) => {
  const headers = { 'x-a': 'b' };
  return egress.send({ method: 'POST', url, headers, body: Buffer.from('body') }, { timeoutMs, proxyUrl });
};
const fault = async (url: string, proxyUrl: string, timeoutMs = 5_000): Promise<[string, boolean]> => {
  const answer = (await send(url, proxyUrl, timeoutMs)) as Fault;
  return [answer.fault, answer.mayHaveArrived];
};
const echo = (secure: boolean): Promise<TestServer> =>
  httpServer(
    (request, response) => {
      const { method, url, headers } = request;
      request
        .resume()
        .on('end', () => response.end(JSON.stringify({ method, url, host: headers.host, keys: Object.keys(headers) })));
    },
    secure ? authority.issue([ENDPOINT]) : undefined,
  );

const KINDS: readonly [string, (options?: ProxyOptions) => Promise<TestProxy>][] = [
  ['http', httpProxy],
  ['https', (options = {}) => httpProxy({ ...options, tls: authority.issue(['proxy.test']) })],
  ['socks5', socks5Proxy],
];
const TABLE = KINDS.flatMap(([scheme, start]) =>
  (['http', 'https'] as const).map((endpoint) => ({ scheme, start, endpoint })),
);

describe.each(TABLE)('$endpoint through a proxy of $scheme', ({ scheme, start, endpoint }) => {
  const tunnelled = endpoint === 'https' || scheme === 'socks5';
  const at = (proxy: { port: number }, credentials = ''): string =>
    `${scheme}://${credentials}proxy.test:${proxy.port}`;
  const url = (server: { port: number }): string => `${endpoint}://${ENDPOINT}:${server.port}/hook?a=b`;

  it('arrives, and the name is left to the proxy', async () => {
    await using server = await echo(endpoint === 'https');
    await using proxy = await start();
    for (let round = 0; round < 3; round += 1) {
      const answer = await send(url(server), at(proxy));
      if ('fault' in answer) throw new Error(answer.detail);
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        method: 'POST',
        url: '/hook?a=b',
        host: `${ENDPOINT}:${server.port}`,
      });
    }
    const authorityOf = `${ENDPOINT}:${server.port}`;
    const asked = scheme === 'socks5' ? `SOCKS ${authorityOf}` : `CONNECT ${authorityOf}`;
    expect(proxy.asked).toEqual(tunnelled ? [asked] : Array.from({ length: 3 }, () => `POST ${url(server)}`));
    expect(proxy.connections).toBe(1);
  });

  it('brings credentials, for the proxy alone', async () => {
    await using server = await echo(endpoint === 'https');
    await using proxy = await start({ credentials: 'us er:p@ß:x' });
    const answer = await send(url(server), at(proxy, 'us%20er:p%40%C3%9F:x@'));
    if ('fault' in answer) throw new Error(answer.detail);
    expect(answer.body.toString()).not.toContain('proxy-authorization');
  });

  it.each(['', 'planted:secret@'])('is refused by the proxy with the credentials "%s"', async (credentials) => {
    await using server = await echo(endpoint === 'https');
    await using proxy = await start({ credentials: 'user:right' });
    const answer = await send(url(server), at(proxy, credentials));
    expect(answer).toMatchObject({ fault: 'proxy_error', mayHaveArrived: false });
    expect(JSON.stringify(answer)).not.toMatch(/secret|planted/);
    expect(server.connections).toBe(0);
  });

  it('blames a proxy that is down', async () => {
    expect(await fault(url({ port: 443 }), at({ port: await closedPort() }))).toEqual(['proxy_error', false]);
  });

  it('blames a proxy that closes, or does not speak its protocol', async () => {
    await using closing = await tcpServer((socket) => socket.end());
    const [closes] = await fault(url({ port: 443 }), at(closing));
    await using stranger = await tcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'));
    const [speaks] = await fault(url({ port: 443 }), at(stranger));
    expect([closes, speaks]).toEqual(['proxy_error', 'proxy_error']);
  });

  it('refuses a proxy inside, by address and by name', async () => {
    expect(await fault(url({ port: 443 }), `${scheme}://10.0.0.5:3128`)).toEqual(['blocked_address', false]);
    expect(await fault(url({ port: 443 }), `${scheme}://inner.test:3128`)).toEqual(['blocked_address', false]);
  });

  it('refuses an endpoint inside, by address and by what its name means here', async () => {
    await using proxy = await start();
    for (const host of ['10.0.0.1', '169.254.169.254', 'inner.test', 'metadata.google.internal:8080']) {
      const [reason] = await fault(`${endpoint}://${host}/`, at(proxy));
      expect(['blocked_address', 'dns_error']).toContain(reason);
    }
    expect(proxy.connections).toBe(0);
  });
});

describe('through a tunnel', () => {
  const tunnels: [string, () => Promise<TestProxy>, string][] = [
    ['http', httpProxy, 'https'],
    ['socks5', socks5Proxy, 'http'],
    ['socks5', socks5Proxy, 'https'],
  ];

  it.each(tunnels)("of %s the silence of the endpoint is the endpoint's", async (scheme, start, endpoint) => {
    const certified = endpoint === 'https' ? authority.issue([ENDPOINT]) : undefined;
    await using silent = await tcpServer((socket) => void socket.resume(), certified);
    await using proxy = await start();
    const through = `${scheme}://127.0.0.1:${proxy.port}`;
    expect(await fault(`${endpoint}://${ENDPOINT}:${silent.port}/`, through, SOON_MS)).toEqual(['timeout', true]);
    await using resetting = await tcpServer((socket) => void socket.once('data', () => socket.destroy()), certified);
    expect(await fault(`${endpoint}://${ENDPOINT}:${resetting.port}/`, through)).toEqual(['connection_reset', true]);
  });

  it.each([
    ['http', httpProxy],
    ['socks5', socks5Proxy],
  ] as const)("of %s the certificate of the endpoint is the endpoint's", async (scheme, start) => {
    await using other = await tcpServer(() => undefined, authority.issue(['other.test']));
    await using proxy = await start();
    const through = `${scheme}://127.0.0.1:${proxy.port}`;
    expect(await fault(`https://${ENDPOINT}:${other.port}/`, through)).toEqual(['tls_error', false]);
  });

  it.each([
    ['http', httpProxy, 403],
    ['http', httpProxy, 503],
    ['socks5', socks5Proxy, 2],
    ['socks5', socks5Proxy, 99],
  ] as const)("of %s a refusal is the proxy's", async (scheme, start, refuse) => {
    await using proxy = await start({ refuse });
    const answer = await send(`https://${ENDPOINT}/`, `${scheme}://127.0.0.1:${proxy.port}`);
    expect(answer).toMatchObject({ fault: 'proxy_error', mayHaveArrived: false });
  });

  it.each(['http', 'socks5'])('of %s a proxy that stays silent is to blame', async (scheme) => {
    await using silent = await tcpServer((socket) => void socket.resume());
    expect(await fault(`https://${ENDPOINT}/`, `${scheme}://127.0.0.1:${silent.port}`, SOON_MS)).toEqual([
      'proxy_error',
      false,
    ]);
  });

  it('of https checks the name of the proxy', async () => {
    await using proxy = await httpProxy({ tls: authority.issue(['other.test']) });
    expect(await fault(`https://${ENDPOINT}/`, `https://proxy.test:${proxy.port}`)).toEqual(['proxy_error', false]);
  });

  it('reads an answer that comes in pieces', async () => {
    await using server = await echo(false);
    const pieces = [[5], [0], [5, 0, 0], [1, 127, 0, 0, 1, 0], [80]];
    await using proxy = await tcpServer((socket) => {
      let step = 0;
      socket.on('data', (data: Buffer) => {
        if (data.toString('latin1').startsWith('POST')) return void socket.write('HTTP/1.1 204 No Content\r\n\r\n');
        const now = step === 0 ? pieces.slice(0, 2) : pieces.slice(2);
        step += 1;
        for (const piece of now) setImmediate(() => socket.write(Buffer.from(piece)));
      });
    });
    expect(await send(`http://${ENDPOINT}:${server.port}/`, `socks5://127.0.0.1:${proxy.port}`)).toMatchObject({
      status: 204,
    });
  });
});

describe('a proxy URL', () => {
  it.each([
    ['ftp://127.0.0.1:21', 'refused'],
    ['nonsense', 'refused'],
    ['socks5://10.0.0.1:1080', 'refused'],
    ['socks5://0x0a.1:1080', 'refused'],
    ['http://inner.test:3128', 'refused'],
    ['http://127.0.0.1:25', 'refused'],
    ['http://unknown.test:3128', 'warning'],
    ['socks5://user:password@proxy.test', 'ok'],
    ['https://127.0.0.1:8443', 'ok'],
    ['http://8.8.8.8:3128', 'ok'],
  ])('%s at save: %s', async (url, judgement) => {
    expect(await egress.judgeProxyUrl(url)).toMatchObject({ judgement });
  });
});
