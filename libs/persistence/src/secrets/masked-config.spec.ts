import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { maskConfig, maskSecret, maskUrlPassword, unmaskConfig } from './masked-config.js';
import { sealConfig } from './sealed-config.js';
import { SecretBox } from './secret-box.js';

const box = new SecretBox([{ id: 'a', key: randomBytes(32) }]);
const stranger = new SecretBox([{ id: 'b', key: randomBytes(32) }]);
const clear = {
  url: 'https://x.test',
  headers: { 'x.key': 'abcdefgh-9f3c', short: 'pw' },
  signing_secret: 'whsec_0123456789',
};
const stored = sealConfig(box, 'd1', clear, ['headers.*', 'signing_secret']);

describe('masks', () => {
  it('show the end of long secrets, and nothing of short ones', () => {
    expect(maskSecret('abcdefgh-9f3c')).toBe('••••9f3c');
    expect(maskSecret('password')).toBe('••••');
    expect(maskConfig(box, 'd1', stored)).toEqual({
      url: 'https://x.test',
      headers: { 'x.key': '••••9f3c', short: '••••' },
      signing_secret: '••••6789',
    });
  });

  it('hide a password in a URL', () => {
    expect(maskUrlPassword('socks5://user:p%40ss@host:1080')).toBe('socks5://user:••••@host:1080');
    expect(maskUrlPassword('http://host:8080')).toBe('http://host:8080');
  });

  it('sent back unchanged put the secret back; anything else is a new one', () => {
    const given = { ...maskConfig(box, 'd1', stored), signing_secret: 'whsec_new' };
    expect(unmaskConfig(box, 'd1', given, stored)).toEqual({ config: { ...clear, signing_secret: 'whsec_new' } });
  });

  it('do not stand in at another place', () => {
    const moved = { headers: { other: '••••9f3c' } };
    expect(unmaskConfig(box, 'd1', moved, stored)).toEqual({ config: moved });
  });

  it('of secrets that do not open are named, unless a new one is given', () => {
    const masked = maskConfig(stranger, 'd1', stored);
    expect(masked['signing_secret']).toBe('••••');
    expect(unmaskConfig(stranger, 'd1', masked, stored)).toEqual({
      unreadable: [['headers', 'x.key'], ['headers', 'short'], ['signing_secret']],
    });
    expect(unmaskConfig(stranger, 'd1', { signing_secret: 'new' }, stored)).toEqual({
      config: { signing_secret: 'new' },
    });
  });
});
