import type { Response } from '@app/contracts';
import { z } from 'zod';
import { isSuccess } from '../status.js';

/** Longest piece of Graph's own text repeated in a detail. */
const MAX_QUOTED = 300;

const text = z.string().optional().catch(undefined);

const success = z.object({
  events_received: z.number().int(),
  messages: z.array(z.string()).catch([]),
  fbtrace_id: text,
});

const failure = z.object({
  error: z.object({
    code: z.number().int(),
    error_subcode: z.number().int().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
    message: text,
    error_user_title: text,
    fbtrace_id: text,
  }),
});

/** An error as Graph tells it; only its numbers are to be judged by. */
export interface GraphError {
  readonly code: number;
  readonly subcode: number | null;
  readonly transient: boolean;
  /** For people: numbers, Graph's words, `fbtrace_id`. */
  readonly detail: string;
}

/** What an answer says; `foreign`: it is not one of Graph's. */
export type GraphAnswer =
  | { readonly says: 'received'; readonly count: number; readonly detail: string }
  | { readonly says: 'error'; readonly error: GraphError }
  | { readonly says: 'foreign' };

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** Graph begins a success with the count; warnings about many events can make it longer than what is kept of a body. */
const COUNT = /^\s*\{\s*"events_received"\s*:\s*(\d{1,9})\b/;

const countOfCut = ({ body, truncated }: Response): number | null => {
  const [, count] = (truncated && COUNT.exec(body.toString())) || [];
  return count === undefined ? null : Number(count);
};

const joined = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('; ');

/** Reads an answer, whatever it is. */
export function readGraphAnswer(response: Response): GraphAnswer {
  const { body, headers, status } = response;
  const json = parseJson(body);
  const traceOf = (given: string | undefined): string | undefined => {
    const trace = given ?? headers['x-fb-trace-id'];
    return trace === undefined ? undefined : `fbtrace_id ${trace}`;
  };
  const failed = failure.safeParse(json);
  if (failed.success) {
    const { code, error_subcode, is_transient, message, error_user_title, fbtrace_id } = failed.data.error;
    const words = joined([error_user_title, message]).slice(0, MAX_QUOTED);
    const numbers = error_subcode === undefined ? `Graph ${code}` : `Graph ${code}/${error_subcode}`;
    return {
      says: 'error',
      error: {
        code,
        subcode: error_subcode ?? null,
        transient: is_transient === true,
        detail: joined([words === '' ? numbers : `${numbers}: ${words}`, traceOf(fbtrace_id)]),
      },
    };
  }
  if (!isSuccess(status)) return { says: 'foreign' };
  const received = success.safeParse(json);
  if (!received.success) {
    const count = countOfCut(response);
    return count === null ? { says: 'foreign' } : { says: 'received', count, detail: traceOf(undefined) ?? '' };
  }
  const { events_received, messages, fbtrace_id } = received.data;
  return {
    says: 'received',
    count: events_received,
    detail: joined([traceOf(fbtrace_id), ...messages]).slice(0, MAX_QUOTED),
  };
}
