import { describe, expect, it } from '@jest/globals';
import { errors } from 'undici';
import { explainFor } from './fault.explain.js';
import { faultOf } from './fault.map.js';
import { BlockedAddressError, NameError, ProxyError } from './send.errors.js';

const coded = (code: string): Error => Object.assign(new Error('what happened'), { code });

describe('an error of the transport', () => {
  it.each([
    [new BlockedAddressError('10.0.0.1'), 'blocked_address'],
    [new NameError('a.test'), 'dns_error'],
    [new ProxyError('down'), 'proxy_error'],
    [new errors.HTTPParserError('garbage'), 'connection_reset'],
    [new errors.ConnectTimeoutError('late'), 'timeout'],
    [new errors.SocketError('other side closed'), 'connection_reset'],
    [coded('ETIMEDOUT'), 'timeout'],
    [coded('ECONNREFUSED'), 'connection_refused'],
    [coded('EHOSTUNREACH'), 'connection_refused'],
    [coded('ENETUNREACH'), 'connection_refused'],
    [coded('ECONNRESET'), 'connection_reset'],
    [coded('EPIPE'), 'connection_reset'],
    [coded('EPROTO'), 'tls_error'],
    [coded('CERT_HAS_EXPIRED'), 'tls_error'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_error'],
    [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls_error'],
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_error'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls_error'],
    [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls_error'],
  ])('%s is %s', (error, fault) => {
    expect(faultOf(error, false)).toMatchObject({ fault: { fault, mayHaveArrived: false }, known: true });
  });

  it.each([
    coded('EMFILE'),
    coded('EADDRNOTAVAIL'),
    coded('ENEVERHEARD'),
    new Error('bare'),
    'text',
    null,
    undefined,
    7,
  ])('%p is ours, and somebody hears of it', (error) => {
    const heard: unknown[] = [];
    expect(explainFor('direct', (one) => heard.push(one))({ error }, true)).toMatchObject({
      fault: 'internal_error',
      mayHaveArrived: true,
    });
    expect(heard).toEqual([error]);
  });

  it('is told in few words, with its code', () => {
    expect(faultOf(coded('EPIPE'), true).fault.detail).toBe('EPIPE: what happened');
    expect(faultOf(new Error('x'.repeat(1_000)), true).fault.detail).toHaveLength(300);
  });
});

describe('on the way through a proxy', () => {
  const silent = (): void => undefined;

  it("what a forwarding proxy does is the proxy's, but for silence after the request", () => {
    const explain = explainFor('forward', silent);
    expect(explain({ error: coded('ECONNRESET') }, true)).toMatchObject({ fault: 'proxy_error', mayHaveArrived: true });
    expect(explain({ lateMs: 5 }, true)).toMatchObject({ fault: 'timeout', mayHaveArrived: true });
    expect(explain({ lateMs: 5 }, false)).toMatchObject({ fault: 'proxy_error', mayHaveArrived: false });
    expect(explain({ error: new BlockedAddressError('') }, false)).toMatchObject({ fault: 'blocked_address' });
    expect(explain({ error: coded('EMFILE') }, false)).toMatchObject({ fault: 'internal_error' });
  });

  it("what happens inside an open tunnel is the endpoint's", () => {
    const explain = explainFor('tunnel', silent);
    expect(explain({ error: coded('ECONNRESET') }, true)).toMatchObject({ fault: 'connection_reset' });
    expect(explain({ error: new ProxyError('down') }, false)).toMatchObject({ fault: 'proxy_error' });
    expect(explain({ lateMs: 5 }, false)).toMatchObject({ fault: 'proxy_error' });
  });
});
