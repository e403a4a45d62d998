import { z } from 'zod';

const ANSWER_WITHIN_MS = 15_000;

const problem = z.object({ title: z.string(), detail: z.string().optional() });

/** Why a call did not answer as hoped, in a sentence. */
const reasonOf = (status: number, body: string): string => {
  try {
    const { title, detail } = problem.parse(JSON.parse(body));
    return `${status} ${detail ?? title}`;
  } catch {
    return `${status} ${body.slice(0, 200)}`;
  }
};

/** Calls an HTTP interface of the stack with a Bearer credential. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly credential: string,
  ) {}

  /** The parsed answer; `null` for 404; any other status fails with what it said. */
  async find<T>(path: string, answer: z.ZodType<T>): Promise<T | null> {
    const response = await this.#call('GET', path);
    return response.status === 404 ? null : this.#read('GET', path, response, answer);
  }

  /** The parsed answer; any status but 2xx fails with what it said. */
  async send<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body: object | null, answer: z.ZodType<T>): Promise<T> {
    return this.#read(method, path, await this.#call(method, path, body), answer);
  }

  #call(method: string, path: string, body: object | null = null): Promise<Response> {
    return fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.credential}`,
        ...(body ? { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  }

  async #read<T>(method: string, path: string, response: Response, answer: z.ZodType<T>): Promise<T> {
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${this.baseUrl}${path} answered ${reasonOf(response.status, text)}`);
    return answer.parse(JSON.parse(text));
  }
}
