import { Agent, request } from 'node:http';

/** An answer, its body parsed where it is JSON. */
export interface JsonAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

/** Calls JSON interfaces over kept connections. A connection that breaks rejects; a status never does. */
export class JsonClient {
  private readonly agent: Agent;

  constructor(
    private readonly baseUrl: string,
    private readonly credential: string | null,
    connections = 64,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  call(method: string, path: string, body?: unknown, timeoutMs = 20_000): Promise<JsonAnswer> {
    const bytes = body === undefined ? null : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const { promise, resolve, reject } = Promise.withResolvers<JsonAnswer>();
    const call = request(
      this.baseUrl + path,
      {
        method,
        agent: this.agent,
        timeout: timeoutMs,
        headers: {
          ...(this.credential === null ? {} : { authorization: `Bearer ${this.credential}` }),
          ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: parsed(Buffer.concat(chunks).toString()),
          }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end(bytes ?? undefined);
    return promise;
  }

  close(): void {
    this.agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
