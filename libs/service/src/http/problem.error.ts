import { STATUS_CODES } from 'node:http';
import type { FieldError, Problem, ProblemCode } from '@app/contracts';

const STATUS: Readonly<Record<ProblemCode, number>> = {
  malformed_json: 400,
  missing_credential: 401,
  bad_credential: 401,
  wrong_credential: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  already_sent: 409,
  in_flight: 409,
  destination_paused: 409,
  name_taken: 409,
  slug_taken: 409,
  payload_expired: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_field: 422,
  unknown_field: 422,
  not_supported_for_kind: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** Seconds after which a caller who got 503 may try again. */
const RETRY_AFTER_S = '2';

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  /** Members beside those of every problem, such as what a repeat of the call needs. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the one that belongs to the code. */
  readonly status?: number;
}

/** An answer that is an error, expected by whoever throws it: the problem filter turns it into `application/problem+json`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(detail);
    this.status = options.status ?? STATUS[code];
  }

  get headers(): Readonly<Record<string, string>> {
    const own = this.options.headers ?? {};
    if (this.status === 401) return { 'www-authenticate': 'Bearer', ...own };
    return this.status === 503 ? { 'retry-after': RETRY_AFTER_S, ...own } : own;
  }

  body(requestId: string): Problem & Readonly<Record<string, unknown>> {
    const { errors, extra } = this.options;
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.detail,
      code: this.code,
      request_id: requestId,
      ...(errors ? { errors } : {}),
      ...extra,
    };
  }
}
