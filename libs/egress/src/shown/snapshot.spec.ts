import { describe, expect, it } from '@jest/globals';
import { secretValues } from './secret.values.js';
import { requestSnapshot, responseSnapshot } from './snapshot.js';

const text = (base64: string | null | undefined): string => Buffer.from(base64 ?? '', 'base64').toString();

describe('secret values', () => {
  it('are found by their paths, longest first, short ones left alone', () => {
    const config = {
      url: 'https://example.com',
      headers: { 'x-a': 'planted-1', 'x-b': 'on' },
      signing_secret: 'whsec_planted-long',
      previous_signing_secrets: [{ secret: 'whsec_older', expires_at_ms: 1 }],
    };
    expect(secretValues(config, ['headers.*', 'signing_secret', 'previous_signing_secrets.*.secret'])).toEqual([
      'whsec_planted-long',
      'whsec_older',
      'planted-1',
    ]);
  });
});

describe('a snapshot', () => {
  const secrets = ['planted/secret'];
  const request = {
    method: 'POST',
    url: 'https://example.com/?key=planted%2Fsecret&a=planted/secret',
    headers: {
      authorization: 'Bearer x',
      'webhook-signature': 'v1,abc',
      'x-own': 'id planted/secret',
      'content-type': 'application/json',
    },
    body: Buffer.from('{"key":"planted/secret","päyload":1}'),
  } as const;

  it('shows the request without any secret', () => {
    const shown = requestSnapshot(request, secrets);
    expect(shown).toMatchObject({
      method: 'POST',
      url: 'https://example.com/?key=••••&a=••••',
      headers: {
        authorization: '••••',
        'webhook-signature': '••••',
        'x-own': 'id ••••',
        'content-type': 'application/json',
      },
    });
    expect(text(shown.body)).toBe('{"key":"••••","päyload":1}');
    expect(requestSnapshot({ ...request, body: null }, secrets).body).toBeNull();
  });

  it('shows telling headers and 16 KiB of the answer', () => {
    const body = Buffer.from(`${'x'.repeat(16 * 1024 - 5)}planted/secret`);
    const headers = { 'retry-after': '5', 'set-cookie': 'a=b', 'x-internal': '1' };
    const shown = responseSnapshot({ status: 200, headers, body, truncated: false }, secrets);
    expect(shown).toMatchObject({ status: 200, headers: { 'retry-after': '5' }, truncated: true });
    const kept = 'body' in shown ? Buffer.from(shown.body, 'base64') : Buffer.alloc(0);
    expect(kept.length).toBe(16 * 1024);
    expect(kept.includes('plant')).toBe(false);
  });

  it('says what went wrong where there was no answer', () => {
    const shown = responseSnapshot(
      { fault: 'tls_error', detail: 'for planted/secret', mayHaveArrived: false },
      secrets,
    );
    expect(shown).toEqual({ fault: 'tls_error', detail: 'for ••••' });
  });

  it('leaves bytes that are no text as they are', () => {
    const bytes = Buffer.from([0, 255, 128, 10, 0xd8]);
    const shown = requestSnapshot({ ...request, body: bytes }, secrets);
    expect(Buffer.from(shown.body ?? '', 'base64')).toEqual(bytes);
  });
});
