import { webcrypto } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isSigningSecret, newSigningSecret, sign } from './signature.js';

const BYTES_0_TO_31 = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const PUBLIC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const ofBytes = (count: number): string => `whsec_${Buffer.alloc(count, 7).toString('base64')}`;

/** A verifier of its own, over Web Crypto: whether any signature of the header is good. */
const verifies = async (secret: string, id: string, timestamp: string, body: Buffer, header: string) => {
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0));
  const key = await webcrypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new Uint8Array([...new TextEncoder().encode(`${id}.${timestamp}.`), ...body]);
  const checks = header.split(' ').map((one) => {
    const mac = Uint8Array.from(atob(one.replace(/^v1,/, '')), (character) => character.charCodeAt(0));
    return webcrypto.subtle.verify('HMAC', key, mac, signed);
  });
  return (await Promise.all(checks)).includes(true);
};

describe('the signature', () => {
  const message = ['msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', Buffer.from('{"test": 2432232314}')] as const;
  const first = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const second = 'v1,O4Gjv1HqPqsMrjmczoggs/sWA8gZD0VyHG+fLh4+ktI=';

  it('is the public vector', () => expect(sign([PUBLIC], ...message)).toBe(first));

  it('holds one part a secret, in the order given', () => {
    expect(sign([BYTES_0_TO_31, PUBLIC], ...message)).toBe(`${second} ${first}`);
  });

  it('signs UTF-8 bytes', () => {
    expect(sign([BYTES_0_TO_31], 'evt_1', '1700000000', Buffer.from('{"name":"Łódź 東京"}'))).toBe(
      'v1,AweqcWTbaY8qsDhti+6PxRYdBdXXt6Sm1oKXpUhKvag=',
    );
  });

  it('passes the library and an own verifier, for any body, by any of its secrets, and by no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.uuid(), async (json, id) => {
        const body = Buffer.from(json);
        const timestamp = String(Math.floor(Date.now() / 1000));
        const [newest, older] = [newSigningSecret(), newSigningSecret()];
        const header = sign([newest, older], id, timestamp, body);
        const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': header };
        for (const secret of [newest, older]) {
          new Webhook(secret).verify(body, headers);
          expect(await verifies(secret, id, timestamp, body, header)).toBe(true);
        }
        expect(() => new Webhook(newSigningSecret()).verify(body, headers)).toThrow('No matching signature found');
        expect(await verifies(newSigningSecret(), id, timestamp, body, header)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a signing secret', () => {
  it('is made so that it is one', () => expect(isSigningSecret(newSigningSecret())).toBe(true));

  it.each([PUBLIC, BYTES_0_TO_31, ofBytes(24), ofBytes(64)])('is: %s', (text) =>
    expect(isSigningSecret(text)).toBe(true),
  );

  it.each([
    '',
    'whsec_',
    PUBLIC.replace('whsec_', ''),
    PUBLIC.replace('whsec_', 'whsk_'),
    ofBytes(23),
    ofBytes(65),
    BYTES_0_TO_31.replace('=', ''),
    `${PUBLIC} `,
    PUBLIC.replace('M', '-'),
  ])('is not: %s', (text) => expect(isSigningSecret(text)).toBe(false));
});
