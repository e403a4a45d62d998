import type { Fault } from '@app/contracts';
import type { Ended } from './exchange.handler.js';
import { faultOf } from './fault.map.js';

/** How a request travels: straight; through a proxy's tunnel; or handed to a proxy, which calls the endpoint itself. */
export type Way = 'direct' | 'tunnel' | 'forward';

const late = (way: Way, timeoutMs: number, sent: boolean): Fault => {
  if (sent) return { fault: 'timeout', detail: `no answer within ${timeoutMs} ms`, mayHaveArrived: true };
  return way === 'direct'
    ? { fault: 'timeout', detail: `no connection within ${timeoutMs} ms`, mayHaveArrived: false }
    : { fault: 'proxy_error', detail: `no way through the proxy within ${timeoutMs} ms`, mayHaveArrived: false };
};

/**
 * Tells whose fault it was that no answer came. Until the way through a proxy is open everything is the proxy's; after
 * that it is the endpoint's, but for a connection that forwards, whose other end is the proxy: only its silence may be
 * the endpoint's. `unexpected` hears of errors that have no name yet.
 */
export const explainFor =
  (way: Way, unexpected: (error: unknown) => void) =>
  (ended: Ended, sent: boolean): Fault => {
    if ('lateMs' in ended) return late(way, ended.lateMs, sent);
    if ('stopped' in ended) return { fault: 'internal_error', detail: 'stopped by the caller', mayHaveArrived: sent };
    const { fault, known } = faultOf(ended.error, sent);
    if (!known) unexpected(ended.error);
    const theirs = way === 'forward' && fault.fault !== 'timeout' && fault.fault !== 'blocked_address' && known;
    return theirs ? { ...fault, fault: 'proxy_error' } : fault;
  };
