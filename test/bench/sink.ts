import { createServer, type Server } from 'node:http';
import { z } from 'zod';

const received = z.object({ eid: z.string().nullable() });

/** A receiver that answers at once and keeps when each event came. */
export class Sink {
  /** `performance.now()` of the first receipt, by eid. */
  readonly at = new Map<string, number>();
  /** Requests, repeats included. */
  count = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<Sink> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const now = performance.now();
        const { eid } = received.parse(JSON.parse(Buffer.concat(chunks).toString()));
        sink.count += 1;
        if (eid !== null && !sink.at.has(eid)) sink.at.set(eid, now);
        response.end('{}');
      });
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the sink has no port');
    const sink = new Sink(server, `http://127.0.0.1:${address.port}/`);
    return sink;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
