import { PROBLEM_CODES } from '@app/contracts';
import { z } from 'zod';

/** One wrong field of a call, as answers name it. */
export const fieldErrorSchema = z.object({
  pointer: z.string().meta({
    description: 'A JSON Pointer into the body, or `?name` for a parameter of the query.',
    example: '/value',
  }),
  detail: z.string().meta({ example: 'must be a decimal ≥ 0 with at most 12 integer and 8 fraction digits' }),
});

/** Body of every answer that is an error (RFC 9457). */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string().meta({ example: 'Unprocessable Content' }),
  status: z.number().int().meta({ example: 422 }),
  detail: z.string().meta({ description: 'For people.', example: 'one field is wrong' }),
  code: z.enum(PROBLEM_CODES).meta({ description: 'For programs.', example: 'invalid_field' }),
  request_id: z.string().meta({ description: 'Also in `X-Request-Id` and in the log.', example: 'k3x9-7f' }),
  errors: z.array(fieldErrorSchema).optional().meta({ description: 'Every wrong field at once.' }),
});
