import { HttpException } from '@nestjs/common';
import type { ProblemCode } from '@app/contracts';
import { ProblemError } from './problem.error.js';

const CODES: Readonly<Record<number, ProblemCode>> = {
  401: 'bad_credential',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  422: 'invalid_field',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Texts for what the framework refuses before a handler sees it; its own would speak of its insides. */
const DETAILS: Readonly<Record<number, string>> = {
  404: 'there is nothing at this path',
  413: 'the body is larger than this path takes',
  415: 'this content-type is not taken here',
};

const statusOf = (error: unknown): number | null => {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : null;
};

/**
 * The problem an error means to a caller. What the framework refuses (4xx) keeps its status; `null` is a fault of ours,
 * to be logged and answered with `internalProblem`.
 */
export function problemOf(error: unknown, allowed: readonly string[]): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof HttpException && error.cause instanceof ProblemError) return error.cause;
  const status = statusOf(error);
  if (status === null || status < 400 || status >= 500) return null;
  if (status === 404 && allowed.length > 0) {
    const methods = allowed.join(', ');
    return new ProblemError('not_found', `this path takes ${methods}`, { status: 405, headers: { allow: methods } });
  }
  const code = CODES[status] ?? 'malformed_json';
  return new ProblemError(code, DETAILS[status] ?? 'the request cannot be read', { status });
}

/** What a caller learns of a fault of ours: that it is one, and the id to ask about. */
export const internalProblem = (): ProblemError =>
  new ProblemError('unavailable', 'an internal error; the log has it under this request_id', { status: 500 });
