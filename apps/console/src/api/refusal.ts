import type { FieldError } from '@app/contracts';
import { ProblemError, fieldCode, fieldErrors } from '@app/service';
import type { z } from 'zod';

/** The refusal of wrong fields, all of them at once. */
export function refuseFields(
  errors: readonly FieldError[],
  code: 'invalid_field' | 'unknown_field' = 'invalid_field',
): ProblemError {
  const detail = errors.length === 1 ? '1 field is wrong' : `${errors.length} fields are wrong`;
  return new ProblemError(code, detail, { errors });
}

/** What a schema refused, as the API reports it: every wrong field, and whether all are merely unknown. */
export interface Refused {
  readonly errors: readonly FieldError[];
  readonly code: 'invalid_field' | 'unknown_field';
}

export const refusedBody = (error: z.ZodError): Refused => ({ errors: fieldErrors(error), code: fieldCode(error) });

/** The same for a query, whose parameters are pointed at as `?name`. */
export const refusedQuery = (error: z.ZodError): Refused => ({
  errors: fieldErrors(error).map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\/([^/]*).*$/, '?$1'),
    detail,
  })),
  code: fieldCode(error),
});
