import type { FieldError, ProblemCode } from '@app/contracts';
import type { z } from 'zod';
import { ProblemError } from './problem.error.js';

/** What a wrong field makes of a call. */
export type FieldCode = Extract<ProblemCode, 'invalid_field' | 'unknown_field'>;

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
export const fieldCode = ({ issues }: z.ZodError): FieldCode =>
  issues.every(({ code }) => code === 'unrecognized_keys') ? 'unknown_field' : 'invalid_field';

/** The 422 that names these wrong fields. */
export const fieldProblem = (code: FieldCode, errors: readonly FieldError[]): ProblemError =>
  new ProblemError(code, errors.length === 1 ? '1 field is wrong' : `${errors.length} fields are wrong`, { errors });

/** The 422 of a value a schema refused, with all wrong fields at once. */
export const invalidFields = (error: z.ZodError): ProblemError => fieldProblem(fieldCode(error), fieldErrors(error));
