import { z } from 'zod';
import { CommandError, EXIT } from '../command/command.error.js';

/** Longer than the console waits for a test send. */
const ANSWER_WITHIN_MS = 60_000;

const problem = z.object({
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** An answer of any status. */
export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly body: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** What a refusal says, for people. */
const inWords = ({ status, body }: Answer): string => {
  const told = problem.safeParse(body).data;
  if (told === undefined) return `answered ${status}`;
  const fields = (told.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer}: ${detail}`).join('');
  return `${told.detail}${fields}`;
};

/** Calls an HTTP interface of the installation with a Bearer credential. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly credential: string,
  ) {}

  /** The answer, whatever its status. Throws a `CommandError` where there is none. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.credential}` };
    try {
      // It goes where the operator points it, which no destination's address guard has to judge.
      // oxlint-disable-next-line eslint/no-restricted-globals
      const response = await fetch(this.baseUrl + path, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { status: response.status, ok: response.ok, body: parsed(await response.text()) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CommandError(EXIT.failure, `${this.baseUrl} does not answer: ${why}`);
    }
  }

  /** The body of a success; any other status is a `CommandError` with what was said. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.ask(method, path, body);
    if (answer.ok) return answer.body;
    throw new CommandError(answer.status === 404 ? EXIT.absent : EXIT.failure, inWords(answer));
  }
}
