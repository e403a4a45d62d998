import type { Calls } from './calls.types.js';

/** A call of the API: its method and path. */
export type CallName = keyof Calls;

/** What a call answers. */
export type Answer<Name extends CallName> = Calls[Name]['answer'];

type Names<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** What a call takes: parameters of its path, its query, its body. */
export interface Input<Name extends CallName> {
  readonly params?: Readonly<Record<Names<Name>, string>>;
  readonly query?: Calls[Name]['query'];
  readonly body?: Calls[Name]['body'];
}

interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer that is an error, in the words of the API. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** 0: the console could not be reached. */
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string | null,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
  }
}

let csrfToken: string | null = null;

/** Notes the token that writes have to carry. */
export const carryToken = (token: string | null): void => void (csrfToken = token);

const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** The query as the API reads it: several values repeat their name. */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== undefined && each !== null && each !== '')
      .map((each): [string, string] => [name, String(each)]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
}

async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id');
  try {
    // Every error of the API has this form; what has not is caught.
    // oxlint-disable-next-line typescript/no-unsafe-assignment
    const told: { code?: string; detail?: string; errors?: FieldError[] } = await response.json();
    return new Problem(response.status, told.code ?? '', told.detail ?? response.statusText, requestId, told.errors);
  } catch {
    return new Problem(response.status, '', response.statusText, requestId);
  }
}

/** Calls the API. Every failure is a `Problem`. */
export async function call<Name extends CallName>(
  name: Name,
  { params, query, body }: Input<Name> = {},
): Promise<Answer<Name>> {
  const [method = 'GET', path = ''] = name.split(' ');
  // The page's own server is the only one it may ask.
  // oxlint-disable-next-line eslint/no-restricted-globals
  const response = await fetch(filled(path, params ?? {}) + queryText(query ?? {}), {
    method,
    headers: {
      ...(body === undefined || body === null
        ? {}
        : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
      ...(method !== 'GET' && csrfToken !== null ? { 'x-csrf-token': csrfToken } : {}),
    },
    ...(body === undefined || body === null ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Problem(0, 'unreachable', 'The console does not answer. Is it running?', null);
  });
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  // The API's own tests hold every answer against the schema these types are made from.
  // oxlint-disable-next-line typescript/no-unsafe-return
  return text === '' ? null : JSON.parse(text);
}
