import { fieldCode, fieldErrors, fieldProblem, type ProblemError } from '@app/service';
import { z } from 'zod';

/** One thing wrong at a place of a body or query. */
export type Issue = z.core.$ZodIssue;

export const issueAt = (path: readonly (string | number)[], message: string): Issue => ({
  code: 'custom',
  path: [...path],
  message,
  input: undefined,
});

/** The 422 that names everything wrong at once: fields of the body by JSON Pointer, parameters of the query as `?name`. */
export function refuse(issues: { readonly body?: readonly Issue[]; readonly query?: readonly Issue[] }): ProblemError {
  const [body, query] = [new z.ZodError([...(issues.body ?? [])]), new z.ZodError([...(issues.query ?? [])])];
  const parameters = fieldErrors(query).map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\/([^/]*).*$/, '?$1'),
    detail,
  }));
  return fieldProblem(fieldCode(new z.ZodError([...body.issues, ...query.issues])), [
    ...fieldErrors(body),
    ...parameters,
  ]);
}
