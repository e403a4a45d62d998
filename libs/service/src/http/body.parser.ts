import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.error.js';

const unzip = promisify(gunzip);
const BYTE_ORDER_MARK = /^\ufeff/;

/** A body as JSON; throws the 400 of one that is none. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(BYTE_ORDER_MARK, ''));
  } catch (error) {
    const why = error instanceof SyntaxError ? `: ${withoutExcerpt(error.message)}` : '';
    throw new ProblemError('malformed_json', `the body is not JSON${why}`);
  }
}

/** V8 quotes what it could not read, and that may be a secret or a person's data. */
const withoutExcerpt = (message: string): string => message.replace(/,? ?(\.\.\.)?"[\s\S]*$/, '').trim();

const tooLarge = (limit: number): ProblemError =>
  new ProblemError('too_large', `the body may have at most ${limit} bytes, unpacked`);

/** A body without its content coding, at most `limit` bytes of it. */
async function decoded(request: FastifyRequest, body: Buffer, limit: number): Promise<Buffer> {
  const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (coding === 'identity') return body;
  if (coding !== 'gzip') {
    throw new ProblemError('unsupported_media_type', 'content-encoding may be gzip', {
      headers: { 'accept-encoding': 'gzip' },
    });
  }
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    throw code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(limit)
      : new ProblemError('malformed_json', 'the body is not gzip');
  }
}

/** How a media type's bytes become what handlers get as body. */
export type BodyParsers = Readonly<Record<string, (body: Buffer) => unknown>>;

/**
 * Takes bodies of these media types and no other (415), plain or gzipped. `routeOptions.bodyLimit` bounds them packed
 * and unpacked alike.
 */
export function addBodyParsers(server: FastifyInstance, parsers: BodyParsers): void {
  server.removeAllContentTypeParsers();
  for (const [type, parse] of Object.entries(parsers)) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
      // Most bodies are not packed: they are parsed without a turn through the event loop.
      if (request.headers['content-encoding'] === undefined) {
        finish(() => parse(body), done);
        return;
      }
      decoded(request, body, request.routeOptions.bodyLimit).then(
        (plain) => finish(() => parse(plain), done),
        (error: Error) => done(error),
      );
    });
  }
}

function finish(parse: () => unknown, done: (error: Error | null, body?: unknown) => void): void {
  let body: unknown;
  try {
    body = parse();
  } catch (error) {
    done(error instanceof Error ? error : new Error('a body parser threw', { cause: error }));
    return;
  }
  done(null, body);
}
