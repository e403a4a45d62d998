import { describe, expect, it } from '@jest/globals';
import { mayHoldSession, noSessionCookie, sessionCookie, sessionIdIn } from './session.cookie.js';

const id = 'a'.repeat(43);
const https = { protocol: 'https', hostname: 'console.example' };
const loopback = { protocol: 'http', hostname: '127.0.0.1' };

describe('the cookie of a session', () => {
  it('is bound to the host over https, and has no Secure on this machine', () => {
    expect(sessionCookie(id, https, 60)).toBe(
      `__Host-waybill_session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure`,
    );
    expect(sessionCookie(id, loopback, 60)).toBe(`waybill_session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60`);
    expect(noSessionCookie(loopback)).toContain('waybill_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });

  it('is given out only where nobody listens on the way', () => {
    expect(mayHoldSession(https)).toBe(true);
    expect(
      ['localhost', 'waybill.localhost', '127.0.0.2', '::1', '[::1]'].every((hostname) =>
        mayHoldSession({ ...loopback, hostname }),
      ),
    ).toBe(true);
    expect(
      ['10.0.0.1', 'localhost.example', '127.0.0.1.example'].some((hostname) =>
        mayHoldSession({ ...loopback, hostname }),
      ),
    ).toBe(false);
  });

  it('is found among others, and never taken from the other transport', () => {
    expect(sessionIdIn(`a=b; waybill_session=${id}; c=d`, loopback)).toBe(id);
    expect(sessionIdIn(`waybill_session=${id}`, https)).toBeUndefined();
    expect(sessionIdIn('waybill_session=x; ', loopback)).toBeUndefined();
    expect(sessionIdIn(undefined, loopback)).toBeUndefined();
  });
});
