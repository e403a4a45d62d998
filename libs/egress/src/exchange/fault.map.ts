import type { Fault, FaultReason } from '@app/contracts';
import { errors } from 'undici';
import { codeOf, messageOf } from './error-code.js';
import { BlockedAddressError, NameError, ProxyError } from './send.errors.js';

/** Codes of Node and undici, by what they mean to whoever sent. */
const CODES: Readonly<Record<string, FaultReason>> = {
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',

  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'connection_refused',
  EHOSTDOWN: 'connection_refused',
  ENETUNREACH: 'connection_refused',
  ENETDOWN: 'connection_refused',
  EACCES: 'connection_refused',
  EPERM: 'connection_refused',

  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
  UND_ERR_HEADERS_OVERFLOW: 'connection_reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'connection_reset',

  EPROTO: 'tls_error',
  HOSTNAME_MISMATCH: 'tls_error',
  INVALID_CA: 'tls_error',
  INVALID_PURPOSE: 'tls_error',
  PATH_LENGTH_EXCEEDED: 'tls_error',
};

/** Families of codes: Node's TLS, and the names OpenSSL gives to certificate faults. */
const FAMILIES: readonly (readonly [RegExp, FaultReason])[] = [
  [/^ERR_(?:TLS|SSL|OSSL)_/, 'tls_error'],
  [/^(?:CERT|CRL|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|ERROR_IN_C)_/, 'tls_error'],
];

/** Longest text of an error repeated in a detail. */
const MAX_MESSAGE = 300;

const describe = (error: unknown): string => {
  const message = messageOf(error);
  const code = codeOf(error);
  return (message.includes(code) ? message : `${code}: ${message}`).slice(0, MAX_MESSAGE);
};

const reasonOf = (error: unknown): FaultReason | null => {
  if (error instanceof BlockedAddressError) return 'blocked_address';
  if (error instanceof NameError) return 'dns_error';
  if (error instanceof ProxyError) return 'proxy_error';
  // Some of its errors carry no code.
  if (error instanceof errors.HTTPParserError) return 'connection_reset';
  const code = codeOf(error);
  return CODES[code] ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? null;
};

/**
 * What an error of the transport means. Total: what has no name here is `internal_error`, and `known` is false so that
 * somebody hears of it. `sent` = at least the first byte had been written.
 */
export function faultOf(error: unknown, sent: boolean): { readonly fault: Fault; readonly known: boolean } {
  const reason = reasonOf(error);
  return {
    fault: { fault: reason ?? 'internal_error', detail: describe(error), mayHaveArrived: sent },
    known: reason !== null,
  };
}
