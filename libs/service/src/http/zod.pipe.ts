import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { invalidFields } from './field-errors.js';
import { ProblemError } from './problem.error.js';

/** Parses a body or parameter by its schema; what it refuses becomes a 422 that names every wrong field. */
export class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw invalidFields(parsed.error);
  }
}

/** The same for a query: pointers are `?name`. */
export class ZodQueryPipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const { code, detail, options } = invalidFields(parsed.error);
    const errors = (options.errors ?? []).map((error) => ({
      ...error,
      pointer: error.pointer.replace(/^\/([^/]*).*$/, '?$1'),
    }));
    throw new ProblemError(code, detail, { errors });
  }
}
