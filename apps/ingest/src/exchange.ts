import type { FieldError } from '@app/contracts';
import { ProblemError } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Posted = Pick<FastifyRequest, 'body'> & { readonly headers: Pick<FastifyRequest['headers'], 'content-type'> };

const mediaTypeOf = ({ headers }: Posted): string =>
  (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();

/** The bytes of a request of one of these media types; throws the problem of one without, or of another type. */
export function bodyOf(request: Posted, types: readonly string[]): Buffer {
  if (!Buffer.isBuffer(request.body)) throw new ProblemError('malformed_json', 'the call needs a body');
  if (types.includes(mediaTypeOf(request))) return request.body;
  throw new ProblemError('unsupported_media_type', `this path takes ${types.join(' or ')}`);
}

/** The query of a request's URL as it came, without the question mark. */
export function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/** Answers with JSON that is text already, so that Fastify serialises nothing. */
export function sendJson(reply: FastifyReply, status: number, body: object): void {
  void reply.code(status).header('content-type', 'application/json').send(JSON.stringify(body));
}

/** Wrong fields in words, as they are listed: pointers and reasons, no values. */
export const wordsOf = (errors: readonly FieldError[]): string =>
  errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');

/** What was wrong with a call, in words. */
export const detailOf = ({ detail, options: { errors } }: ProblemError): string => (errors ? wordsOf(errors) : detail);

/** Wrong fields of an object that was read from a query: `/uid` is `?uid` there, or what the caller called it. */
export const inQuery = (errors: readonly FieldError[], nameOf: (field: string) => string): FieldError[] =>
  errors.map(({ pointer, detail }) => ({ pointer: `?${nameOf(pointer.slice(1))}`, detail }));
