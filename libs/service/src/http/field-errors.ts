import type { FieldError, ProblemCode } from '@app/contracts';
import type { z } from 'zod';
import { ProblemError } from './problem.error.js';

/** A JSON Pointer (RFC 6901) to where a path leads; the whole document is the empty pointer. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Every wrong field, each by its pointer: an unknown one by its own. */
export const fieldErrors = ({ issues }: z.ZodError): FieldError[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'is not a known field' }))
      : [{ pointer: pointerOf(issue.path), detail: issue.message }],
  );

/** `unknown_field` if fields are unknown and nothing else is wrong. */
export const fieldCode = ({ issues }: z.ZodError): Extract<ProblemCode, 'invalid_field' | 'unknown_field'> =>
  issues.every(({ code }) => code === 'unrecognized_keys') ? 'unknown_field' : 'invalid_field';

/** The 422 of a value a schema refused, with all wrong fields at once. */
export function invalidFields(error: z.ZodError): ProblemError {
  const errors = fieldErrors(error);
  const detail = errors.length === 1 ? '1 field is wrong' : `${errors.length} fields are wrong`;
  return new ProblemError(fieldCode(error), detail, { errors });
}
