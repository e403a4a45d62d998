import type { FieldError } from '@app/contracts';
import { ProblemError } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The bytes of a request; throws the problem of one without. */
export function bodyOf({ body }: Pick<FastifyRequest, 'body'>): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw new ProblemError('malformed_json', 'the call needs a JSON body');
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
