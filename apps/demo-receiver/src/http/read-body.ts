import type { IncomingMessage } from 'node:http';

/** Nothing that is sent here is larger; what is beyond it is read and dropped. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Calls back with the body once all of it has come; never, when the sender breaks off before. */
export function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    if (size < MAX_BYTES) chunks.push(chunk);
    size += chunk.length;
  });
  request.on('end', () => done(Buffer.concat(chunks)));
}
