import type { Agent } from 'undici';

/** How long a connection, TLS and a proxy's part included, may take to be made: two repeats of a lost SYN fit. */
export const CONNECT_TIMEOUT_MS = 10_000;

/**
 * How long one of several addresses is tried before the next. Node's own 250 ms would pass over a healthy server on the
 * other side of the world.
 */
export const NEXT_ADDRESS_MS = 2_000;

/**
 * What all agents have in common. Deadlines are the exchange's (undici's are idle times); one request a connection at a
 * time; HTTP/1.1 only. An idle connection is closed after undici's 4 s unless the server names another time: the longer
 * it waits, the likelier the server closes it just as a request is written, and then nobody knows whether it arrived.
 */
export const AGENT_OPTIONS = {
  allowH2: false,
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const satisfies Agent.Options;
