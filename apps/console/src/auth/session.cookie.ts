import { isLoopbackHost } from './loopback.host.js';

/** Where a request came in, as far as a cookie cares. */
export interface Entrance {
  readonly protocol: string;
  readonly hostname: string;
}

const SECURE_NAME = '__Host-waybill_session';
const LOOPBACK_NAME = 'waybill_session';
const ID = /^[A-Za-z0-9_-]{43}$/;

const nameAt = ({ protocol }: Entrance): string => (protocol === 'https' ? SECURE_NAME : LOOPBACK_NAME);

/** Whether a session may be given out there: over https, or on this machine. */
export const mayHoldSession = (entrance: Entrance): boolean =>
  entrance.protocol === 'https' || isLoopbackHost(entrance.hostname);

/** The session id a request carries; `undefined` without a well-formed one. */
export function sessionIdIn(cookies: string | undefined, entrance: Entrance): string | undefined {
  const name = nameAt(entrance);
  const values = (cookies ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.find((value) => ID.test(value));
}

/** `Set-Cookie` that gives a session out; no script can read it, no other site can make a write with it. */
export const sessionCookie = (id: string, entrance: Entrance, lifetimeS: number): string =>
  [
    `${nameAt(entrance)}=${id}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${lifetimeS}`,
    ...(entrance.protocol === 'https' ? ['Secure'] : []),
  ].join('; ');

/** `Set-Cookie` that takes it back. */
export const noSessionCookie = (entrance: Entrance): string => sessionCookie('', entrance, 0);
