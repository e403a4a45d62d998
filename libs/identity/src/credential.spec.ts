import { describe, expect, it } from '@jest/globals';
import { credentialKind, hashKey, mintKey, mintUid, sameSecret } from './credential.js';

describe('credentials', () => {
  it.each(['sec', 'ing', 'adm'] as const)('are minted as wb_%s_…', (kind) => {
    const key = mintKey(kind);
    expect(key).toMatch(new RegExp(`^wb_${kind}_[0-9A-Za-z]{32}$`));
    expect(credentialKind(key)).toBe(kind);
    expect(mintKey(kind)).not.toBe(key);
  });

  it('use every letter', () => {
    const letters = new Set(Array.from({ length: 100 }, () => mintKey('sec').slice(7)).join(''));
    expect(letters.size).toBe(62);
  });

  it.each(['', 'wb_sec_', 'wb_xxx_' + 'a'.repeat(32), 'wb_sec_' + 'a'.repeat(33), 'wb_sec_' + '-'.repeat(32)])(
    'has no kind: %p',
    (text) => expect(credentialKind(text)).toBeNull(),
  );

  it('are stored as SHA-256', () => {
    expect(hashKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('are compared whatever their lengths', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
  });

  it('come with uids that fit a bot link and never come twice', () => {
    const uids = Array.from({ length: 1000 }, mintUid);
    for (const uid of uids) expect(uid).toMatch(/^[\w-]{22}$/);
    expect(new Set(uids).size).toBe(1000);
  });
});
