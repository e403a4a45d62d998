/** The closed list of `code` in problem+json answers. */
export const PROBLEM_CODES = [
  'malformed_json',
  'invalid_field',
  'unknown_field',
  'missing_credential',
  'bad_credential',
  'wrong_credential',
  'forbidden',
  'not_found',
  'conflict',
  'already_sent',
  'in_flight',
  'destination_paused',
  'name_taken',
  'slug_taken',
  'not_supported_for_kind',
  'payload_expired',
  'too_large',
  'unsupported_media_type',
  'rate_limited',
  'unavailable',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One wrong field: `pointer` is a JSON Pointer into the body (`/value`), or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** RFC 9457 body of every error answer (`application/problem+json`). */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly request_id: string;
  readonly errors?: readonly FieldError[];
}
