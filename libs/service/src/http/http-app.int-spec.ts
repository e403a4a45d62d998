import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ProblemError, ZodPipe, ZodQueryPipe, parseJson, startHttp } from '@app/service';
import { testContext } from '@app/service/testing';

const thing = z.strictObject({ name: z.string(), inner: z.strictObject({ 'a/b': z.number() }).optional() });
const query = z.strictObject({ limit: z.coerce.number().optional() });

@Controller()
class ThingsController {
  @Post('things')
  @HttpCode(202)
  @RouteConfig({ bodyLimit: 100 })
  make(@Body(new ZodPipe(thing)) body: unknown): unknown {
    return body;
  }

  @Get('things/:id')
  read(@Param('id') id: string, @Query(new ZodQueryPipe(query)) found: unknown): unknown {
    if (id === 'fault') throw new Error('planted');
    if (id === 'away') throw new ProblemError('unavailable', 'not now', { extra: { eid: 'e' } });
    return { id, found };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const answered: [string | null, number][] = [];
const settings = { process: { bind: '127.0.0.1', managementPort: 0, logLevel: 'silent' as const } };
const { context, urls, lines, end } = testContext(settings);
const url = (path: string): string => `${urls.http}${path}`;

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url('/things'), { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

const problem = async (response: Response): Promise<unknown> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9-]{1,64}$/);
  return response.json();
};

/** Sends bytes as they are and reads until the server hangs up. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url('/')).port), '127.0.0.1');
  socket.end(bytes);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

beforeAll(() =>
  startHttp(context, {
    module: ThingsModule,
    port: 0,
    trustedProxies: [],
    bodies: { 'application/json': parseJson },
    bodyLimit: 1000,
    onAnswered: (route, status) => answered.push([route, status]),
  }),
);
afterAll(end);

describe('an HTTP interface', () => {
  it('answers JSON, uncached, with the request id given or one of its own', async () => {
    const response = await post('{"name":"x"}', { 'x-request-id': 'abc-1' });
    expect([response.status, await response.json()]).toEqual([202, { name: 'x' }]);
    expect(response.headers.get('x-request-id')).toBe('abc-1');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const other = await post('{"name":"x"}', { 'x-request-id': 'no spaces please' });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-\w+$/);
    expect(answered[0]).toEqual(['/things', 202]);
  });

  it('names all bad fields at once', async () => {
    expect(await problem(await post('{"extra":1,"~":2,"inner":{"a/b":"x"}}', { 'x-request-id': 'r' }))).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      detail: '4 fields are wrong',
      code: 'invalid_field',
      request_id: 'r',
      errors: [
        { pointer: '/name', detail: expect.any(String) },
        { pointer: '/inner/a~1b', detail: expect.any(String) },
        { pointer: '/extra', detail: 'is not a known field' },
        { pointer: '/~0', detail: 'is not a known field' },
      ],
    });
    expect(await problem(await post('{"name":"x","extra":1}'))).toMatchObject({ code: 'unknown_field', status: 422 });
    expect(await problem(await fetch(url('/things/1?odd=1')))).toMatchObject({ errors: [{ pointer: '?odd' }] });
  });

  it.each([
    ['no JSON', () => post('{"name":"planted'), 400, 'malformed_json'],
    ['nothing', () => post(''), 400, 'malformed_json'],
    ['too much', () => post(`{"name":"${'x'.repeat(100)}"}`), 413, 'too_large'],
    [
      'another type',
      () => post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    ],
    ['another coding', () => post('x', { 'content-encoding': 'br' }), 415, 'unsupported_media_type'],
    ['no gzip', () => post('x', { 'content-encoding': 'gzip' }), 400, 'malformed_json'],
    ['no such path', () => fetch(url('/nothing')), 404, 'not_found'],
    ['a broken path', () => fetch(url('/things/%zz')), 400, 'malformed_json'],
  ])('answers %s as a problem', async (_, send, status, code) => {
    const response = await send();
    const body = await problem(response);
    expect(body).toMatchObject({ status, code });
    expect(response.status).toBe(status);
    expect(JSON.stringify(body)).not.toContain('planted');
  });

  it('tells which methods a path takes', async () => {
    const response = await fetch(url('/things/1'), { method: 'DELETE' });
    expect(await problem(response)).toMatchObject({ status: 405, code: 'not_found' });
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('unpacks gzip and holds limits to what comes out', async () => {
    const small = gzipSync('{"name":"x"}');
    expect((await post(small, { 'content-encoding': 'gzip' })).status).toBe(202);
    const bomb = gzipSync(`{"name":"${'x'.repeat(10_000)}"}`);
    expect(bomb.length).toBeLessThan(100);
    expect(await problem(await post(bomb, { 'content-encoding': 'gzip' }))).toMatchObject({ code: 'too_large' });
  });

  it('says unavailable with what a repeat needs', async () => {
    const response = await fetch(url('/things/away'));
    expect(await problem(response)).toMatchObject({ status: 503, code: 'unavailable', eid: 'e' });
    expect(response.headers.get('retry-after')).toBe('2');
  });

  it('keeps a fault of ours to itself and logs it', async () => {
    const response = await fetch(url('/things/fault'), { headers: { 'x-request-id': 'find-me' } });
    const body = await problem(response);
    expect(body).toMatchObject({ status: 500, request_id: 'find-me' });
    expect(JSON.stringify(body)).not.toContain('planted');
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', request_id: 'find-me', path: '/things/fault' }),
    );
  });

  it.each([
    ['NONSENSE\r\n\r\n', /^HTTP\/1\.1 400 /],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ])('answers what is not HTTP', async (bytes, expected) => {
    const text = await raw(bytes);
    expect(text).toMatch(expected);
    expect(text).toContain('application/problem+json');
  });
});
