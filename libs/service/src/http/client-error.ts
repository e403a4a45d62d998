import type { Socket } from 'node:net';
import { ProblemError } from './problem.error.js';

interface ClientError extends Error {
  readonly code?: string;
}

const STATUS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Answers what is not even HTTP, on the bare socket, and closes it. */
export function answerClientError(error: ClientError, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUS[error.code ?? ''] ?? 400;
  const problem = new ProblemError('malformed_json', 'the request cannot be read', { status });
  const body = JSON.stringify(problem.body(requestId));
  const head = [
    `HTTP/1.1 ${status} ${problem.body(requestId).title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
