import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Fault, Request, Response } from '@app/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerWith, bodyOf, closedPort, httpServer, makeAuthority, tcpServer } from '../testing/index.js';
import { createEgress } from './egress.js';
import type { Egress, SendOptions } from './egress.types.js';

const authority = makeAuthority();
const unexpected: unknown[] = [];
const names = new Map([
  ['receiver.test', ['127.0.0.1']],
  ['other.test', ['127.0.0.1']],
]);
let egress: Egress;

beforeAll(() => {
  setDefaultCACertificates([...getCACertificates('default'), authority.cert]);
  egress = createEgress({
    allow: ['127.0.0.0/8', '::1/128'],
    names: async (name) => names.get(name) ?? [],
    onUnexpected: (error) => unexpected.push(error),
  });
});
afterAll(() => egress.close());

const post = (url: string, given: Partial<Request> = {}): Request => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"n":1}'),
  ...given,
});
const send = (url: string, options: Partial<SendOptions> = {}, given: Partial<Request> = {}) =>
  egress.send(post(url, given), { timeoutMs: 5_000, ...options });

/** A deadline that passes soon, and yet not before a busy machine has written the request. */
const SOON_MS = 700;

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('what is sent', () => {
  it('is exactly the request', async () => {
    const seen: unknown[] = [];
    await using server = await httpServer((request, response) => {
      const { method, url, headers } = request;
      void bodyOf(request).then((body) => {
        seen.push({ method, url, headers, body: body.toString() });
        response.writeHead(201, { 'x-a': ['1', '2'], 'content-type': 'text/plain' }).end('taken');
      });
    });
    const answer = await send(`http://receiver.test:${server.port}/hook%20é?a=%2F&b#c`, {}, { method: 'PUT' });
    expect(seen).toEqual([
      {
        method: 'PUT',
        url: '/hook%20%C3%A9?a=%2F&b',
        headers: {
          host: `receiver.test:${server.port}`,
          connection: 'keep-alive',
          'content-type': 'application/json',
          'content-length': '7',
        },
        body: '{"n":1}',
      },
    ]);
    expect(answer).toMatchObject({ status: 201, body: Buffer.from('taken'), truncated: false });
    expect((answer as Response).headers).toMatchObject({ 'x-a': '1, 2', 'content-type': 'text/plain' });
  });

  it('goes over one connection while it lives', async () => {
    await using server = await httpServer((request, response) => void request.resume().on('end', () => response.end()));
    for (let round = 0; round < 5; round += 1) await send(`http://127.0.0.1:${server.port}/`);
    expect(server.connections).toBe(1);
  });

  it('may have no body', async () => {
    await using server = await httpServer((request, response) => void response.end(request.method));
    expect(await send(`http://127.0.0.1:${server.port}/`, {}, { method: 'GET', body: null })).toMatchObject({
      status: 200,
      body: Buffer.from('GET'),
    });
  });

  it('reaches an endpoint behind TLS that proves its name', async () => {
    await using server = await httpServer(
      (_request, response) => void response.end('ok'),
      authority.issue(['receiver.test']),
    );
    expect(await send(`https://receiver.test:${server.port}/`)).toMatchObject({ status: 200, body: Buffer.from('ok') });
  });
});

describe('an answer', () => {
  it.each([200, 204, 301, 404, 410, 429, 500, 503])('is one with status %d', async (status) => {
    await using server = await httpServer((_request, response) => void response.writeHead(status).end());
    expect(await send(`http://127.0.0.1:${server.port}/`)).toMatchObject({ status, truncated: false });
  });

  it('is never a redirect followed', async () => {
    await using target = await tcpServer(answerWith(OK));
    const location = `http://127.0.0.1:${target.port}/`;
    await using server = await httpServer((_request, response) => void response.writeHead(302, { location }).end());
    expect(await send(`http://127.0.0.1:${server.port}/`)).toMatchObject({ status: 302, headers: { location } });
    expect(target.connections).toBe(0);
  });

  it('is kept up to 16 KiB', async () => {
    await using server = await httpServer(
      (request, response) => void response.end('x'.repeat(Number(request.url?.slice(1)))),
    );
    const exact = await send(`http://127.0.0.1:${server.port}/16384`);
    expect(exact).toMatchObject({ status: 200, truncated: false, body: Buffer.alloc(16_384, 'x') });
    const more = await send(`http://127.0.0.1:${server.port}/200000`);
    expect(more).toMatchObject({ status: 200, truncated: true, body: Buffer.alloc(16_384, 'x') });
  });

  it('ends an endless body at once', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(500);
      const more = (): boolean => response.destroyed || response.write('x'.repeat(4_096), more as () => void);
      more();
    });
    const answer = await send(`http://127.0.0.1:${server.port}/`, { timeoutMs: 60_000 });
    expect(answer).toMatchObject({ status: 500, truncated: true });
    expect((answer as Response).body).toHaveLength(16_384);
  });

  it.each([
    ['stops in the middle', (socket: { destroy(): void } | undefined) => void socket],
    ['breaks off', (socket: { destroy(): void }) => void setImmediate(() => socket.destroy())],
  ])('is judged by its status when the body %s', async (_how, then) => {
    await using server = await tcpServer((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        then(socket);
      });
    });
    expect(await send(`http://127.0.0.1:${server.port}/`, { timeoutMs: SOON_MS })).toMatchObject({
      status: 200,
      body: Buffer.from('half'),
      truncated: true,
    });
  });

  it('may be announced by others', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    await using server = await tcpServer(answerWith(hints + OK));
    expect(await send(`http://127.0.0.1:${server.port}/`)).toMatchObject({
      status: 200,
      headers: { 'content-length': '2' },
    });
  });
});

describe('no answer', () => {
  const fault = async (url: string, timeoutMs = 5_000): Promise<[string, boolean]> => {
    const answer = (await send(url, { timeoutMs })) as Fault;
    return [answer.fault, answer.mayHaveArrived];
  };

  it('because nobody listens', async () => {
    expect(await fault(`http://127.0.0.1:${await closedPort()}/`)).toEqual(['connection_refused', false]);
    expect(await fault(`http://receiver.test:${await closedPort()}/`)).toEqual(['connection_refused', false]);
  });

  it('because it hangs', async () => {
    await using server = await tcpServer((socket) => void socket.resume());
    expect(await fault(`http://127.0.0.1:${server.port}/`, SOON_MS)).toEqual(['timeout', true]);
  });

  it('because its headers drip', async () => {
    await using server = await tcpServer((socket) => {
      const drip = setInterval(() => socket.write('x-a: b\r\n'), 20);
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.on('close', () => clearInterval(drip));
    });
    expect(await fault(`http://127.0.0.1:${server.port}/`, SOON_MS)).toEqual(['timeout', true]);
  });

  it.each([
    ['resets', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
    ['closes', (socket: { end(): unknown }) => socket.end()],
  ])('because it %s after the request', async (_how, then) => {
    await using server = await tcpServer((socket) => void socket.once('data', () => then(socket)));
    expect(await fault(`http://127.0.0.1:${server.port}/`)).toEqual(['connection_reset', true]);
  });

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['endless headers', `HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(70_000)}`],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
  ])('because it says %s', async (_what, bytes) => {
    await using server = await tcpServer(answerWith(bytes));
    expect(await fault(`http://127.0.0.1:${server.port}/`)).toEqual(['connection_reset', true]);
  });

  it('because its certificate is for another, from nobody known, or none', async () => {
    await using other = await tcpServer(answerWith(OK), authority.issue(['other.test']));
    expect(await fault(`https://receiver.test:${other.port}/`)).toEqual(['tls_error', false]);
    await using unknown = await tcpServer(answerWith(OK), makeAuthority().issue(['receiver.test']));
    expect(await fault(`https://receiver.test:${unknown.port}/`)).toEqual(['tls_error', false]);
    await using plain = await tcpServer(answerWith(OK));
    expect(await fault(`https://receiver.test:${plain.port}/`)).toEqual(['tls_error', false]);
  });

  it('because it never finishes the handshake', async () => {
    await using server = await tcpServer((socket) => void socket.resume());
    expect(await fault(`https://receiver.test:${server.port}/`, SOON_MS)).toEqual(['timeout', false]);
  });

  it('writes nothing once it was too late', async () => {
    const written: Buffer[] = [];
    let greet = (): void => undefined;
    const certified = authority.issue(['receiver.test']);
    await using inner = await tcpServer(
      (socket) => void socket.on('data', (data: Buffer) => written.push(data)),
      certified,
    );
    const { connect } = await import('node:net');
    await using slow = await tcpServer((socket) => {
      socket.pause();
      greet = () => void socket.pipe(connect(inner.port, '127.0.0.1')).pipe(socket);
    });
    expect(await fault(`https://receiver.test:${slow.port}/`, SOON_MS)).toEqual(['timeout', false]);
    greet();
    const first = await send(`https://receiver.test:${inner.port}/`, { timeoutMs: SOON_MS });
    expect(first).toMatchObject({ fault: 'timeout', mayHaveArrived: true });
    expect(written).toHaveLength(1);
  });

  it('because the caller stopped', async () => {
    await using server = await tcpServer((socket) => void socket.once('data', () => stop.abort()));
    const stop = new AbortController();
    const answer = await send(`http://127.0.0.1:${server.port}/`, { signal: stop.signal });
    expect(answer).toMatchObject({ fault: 'internal_error', detail: 'stopped by the caller', mayHaveArrived: true });
  });

  it('because the request cannot be written: ours, loudly, and no throw', async () => {
    unexpected.length = 0;
    const answer = await send('http://127.0.0.1:1024/', {}, { headers: { 'x-a': 'b\r\nc: d' } });
    expect(answer).toMatchObject({ fault: 'internal_error', mayHaveArrived: false });
    expect(unexpected).toHaveLength(1);
  });

  it('because the door is closed', async () => {
    const closed = createEgress({ allow: ['127.0.0.0/8'] });
    await closed.close();
    expect(await closed.send(post('http://127.0.0.1:1024/'), { timeoutMs: 100 })).toMatchObject({
      fault: 'internal_error',
    });
  });
});

describe('closing', () => {
  it('waits for what is under way', async () => {
    await using server = await httpServer((_request, response) => void setTimeout(() => response.end('late'), 100));
    const own = createEgress({ allow: ['127.0.0.0/8'] });
    const answer = own.send(post(`http://127.0.0.1:${server.port}/`), { timeoutMs: 5_000 });
    await own.close();
    expect(await answer).toMatchObject({ status: 200, body: Buffer.from('late') });
  });
});
