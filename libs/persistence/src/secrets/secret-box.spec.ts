import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBox, isSealed } from './secret-box.js';
import { openConfig, sealConfig } from './sealed-config.js';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const PLACE = { owner: 'd-1', field: 'access_token' };
const box = new SecretBox([key('a', 1)]);

describe('the secret box', () => {
  it('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        expect(box.open(box.seal(secret, PLACE), PLACE)).toEqual({ secret });
      }),
    );
  });

  it('never seals to the same text twice', () => {
    expect(box.seal('x', PLACE)).not.toBe(box.seal('x', PLACE));
  });

  it.each([
    ['another destination', { owner: 'd-2', field: 'access_token' }],
    ['another field', { owner: 'd-1', field: 'proxy_url' }],
  ])('does not open for %s', (_, place) => {
    expect(box.open(box.seal('x', PLACE), place)).toEqual({ unreadable: 'damaged' });
  });

  it('does not open what was altered', () => {
    const sealed = box.seal('secret', PLACE);
    const parts = sealed.split('.');
    const bytes = Buffer.from(parts[3] ?? '', 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ 1;
      const text = [...parts.slice(0, 3), bent.toString('base64url')].join('.');
      expect(box.open(text, PLACE)).toEqual({ unreadable: 'damaged' });
    }
    expect(box.open('waybill.1.a.AAAA', PLACE)).toEqual({ unreadable: 'damaged' });
    expect(box.open('plain', PLACE)).toEqual({ unreadable: 'damaged' });
  });

  it('opens with an older key, and says when the key is gone', () => {
    const rotated = new SecretBox([key('b', 2), key('a', 1)]);
    const old = box.seal('x', PLACE);
    expect(rotated.open(old, PLACE)).toEqual({ secret: 'x' });
    expect(new SecretBox([key('b', 2)]).open(old, PLACE)).toEqual({ unreadable: 'unknown_key' });

    const renewed = rotated.reseal(old, PLACE);
    expect(rotated.isCurrent(renewed)).toBe(true);
    expect(rotated.reseal(renewed, PLACE)).toBe(renewed);
    expect(rotated.open(renewed, PLACE)).toEqual({ secret: 'x' });
  });
});

describe('a configuration', () => {
  const config = {
    url: 'https://example.com',
    headers: { 'x-key': 'k' },
    signing_secrets: [{ secret: 's1', until: 5 }, { secret: 's2' }],
  };
  const sealed = sealConfig(box, 'd-1', config, ['headers.*', 'signing_secrets.*.secret']);

  it('seals exactly the secret fields', () => {
    expect(sealed).toEqual({
      url: 'https://example.com',
      headers: { 'x-key': expect.stringMatching(/^waybill\.1\./) },
      signing_secrets: [
        { secret: expect.stringMatching(/^waybill\.1\./), until: 5 },
        { secret: expect.stringMatching(/^waybill\.1\./) },
      ],
    });
    expect(isSealed('https://example.com')).toBe(false);
  });

  it('opens again, for its own destination only', () => {
    expect(openConfig(box, 'd-1', sealed)).toEqual({ config });
    expect(openConfig(box, 'd-2', sealed)).toEqual({
      unreadable: ['headers.x-key', 'signing_secrets.0.secret', 'signing_secrets.1.secret'],
    });
  });
});
