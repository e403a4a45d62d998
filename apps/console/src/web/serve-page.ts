import { ProblemError } from '@app/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageFile, PageFiles } from './page.files.js';

/** Where the page is at home. Everything below a space is the page's own to route. */
const PAGES = ['/', '/sign-in', '/s/*'];

/** The page loads nothing from elsewhere, runs nothing written into it, and is shown in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

const takesGzip = (accepted: string | undefined): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted ?? '');

/** Sends a file, or 304 to whoever has it. */
function send(request: FastifyRequest, reply: FastifyReply, file: PageFile, cacheControl: string): FastifyReply {
  const zipped = takesGzip(request.headers['accept-encoding']);
  void reply.headers({
    ...PAGE_HEADERS,
    'cache-control': cacheControl,
    etag: file.etag,
    vary: 'accept-encoding',
    'content-type': file.type,
  });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  if (zipped) void reply.header('content-encoding', 'gzip');
  return reply.send(zipped ? file.gzip : file.raw);
}

/** Adds the routes of the page: its document at each of its addresses, never cached, and its assets, cached for ever. */
export function servePage(server: FastifyInstance, { index, assets }: PageFiles): void {
  for (const path of PAGES) server.get(path, (request, reply) => send(request, reply, index, 'no-cache'));
  server.get<{ Params: { file: string } }>('/assets/:file', (request, reply) => {
    const file = assets.get(request.params.file);
    if (!file) throw new ProblemError('not_found', 'there is no such file');
    return send(request, reply, file, 'public, max-age=31536000, immutable');
  });
}
