import type { Route } from '../../apps/console/src/api/route.js';
import { ROUTES } from '../../apps/console/src/routes.js';

/** An answer as tests look at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests read whatever members they expect.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

const fits = (route: Route, path: string): boolean => {
  const parts = route.path.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, at) => part.startsWith(':') || part === given[at]);
};

const routeFor = (method: string, path: string): Route | undefined =>
  ROUTES.filter((route) => route.method === method && fits(route, path)).toSorted(
    (a, b) => a.path.split(':').length - b.path.split(':').length,
  )[0];

/** Calls the API with one token and holds every success against its route's answer schema. */
export class ConsoleClient {
  constructor(
    private readonly url: string,
    private readonly token: string | null,
    private readonly session: Readonly<Record<string, string>> = {},
  ) {}

  /** A person instead of a program: their cookie, and whatever else their page sends. */
  signedIn(session: Readonly<Record<string, string>>): ConsoleClient {
    return new ConsoleClient(this.url, null, session);
  }

  as(token: string | null): ConsoleClient {
    return new ConsoleClient(this.url, token);
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PATCH', path, body, headers);
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.session,
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
    if (response.ok) this.#check(method, path, answer);
    return answer;
  }

  #check(method: string, path: string, { status, body }: Answer): void {
    const route = routeFor(method, path.split('?')[0] ?? path);
    if (!route) throw new Error(`${method} ${path} is no route of the table`);
    const isDryRun = status === 200 && route.dryRunAnswer !== undefined;
    if (status !== route.status && !isDryRun)
      throw new Error(`${method} ${path} answered ${status}, declared is ${route.status}`);
    const checked = (isDryRun ? route.dryRunAnswer : route.answer)?.safeParse(body);
    if (checked?.success === false)
      throw new Error(`${method} ${path} answers otherwise than declared: ${checked.error.message}`);
  }
}
