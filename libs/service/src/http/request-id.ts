import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const GIVEN = /^[A-Za-z0-9-]{1,64}$/;

/** Tells the caller's request id from `X-Request-Id` if it is well formed, else makes one, unique to this process's life. */
export function requestIds(): (request: Pick<IncomingMessage, 'headers'>) => string {
  const origin = randomBytes(6).toString('hex');
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && GIVEN.test(given) ? given : `${origin}-${(count++).toString(36)}`;
  };
}
