import type { Reason } from './reasons.js';

/** One HTTP request to a destination, complete: what is sent is exactly this. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as they go over the wire; `null` sends none. */
  readonly body: Buffer | null;
}

/** What came back, whatever the status. */
export interface Response {
  readonly status: number;
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most the first 16 KiB. */
  readonly body: Buffer;
  /** The body was longer than what was kept. */
  readonly truncated: boolean;
}

/**
 * Why no response came: the network's part of the `reason` vocabulary. `internal_error` is ours: no file descriptor or
 * port left, a request that cannot be written, an error nobody has named yet.
 */
export type FaultReason = Extract<
  Reason,
  | 'timeout'
  | 'dns_error'
  | 'connection_refused'
  | 'connection_reset'
  | 'tls_error'
  | 'proxy_error'
  | 'blocked_address'
  | 'internal_error'
>;

/** No response: the network, TLS, a proxy or the address guard ended the attempt. */
export interface Fault {
  readonly fault: FaultReason;
  /** For people: what exactly happened, without secrets. */
  readonly detail: string;
  /** The request had been written when it failed, so the receiver may have acted on it. */
  readonly mayHaveArrived: boolean;
}

export const isFault = (answer: Response | Fault): answer is Fault => 'fault' in answer;
