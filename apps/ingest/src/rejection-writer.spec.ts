import { describe, expect, it } from '@jest/globals';
import { HEADERS, spaceId } from '@app/contracts';
import { mintKey } from '@app/identity';
import { keptBytes, keptValue, rejectionRecord } from './rejection-writer.js';

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');

describe('what was refused', () => {
  it('is kept without anything personal', () => {
    const kept = keptBytes(Buffer.from('{"event":"buy","user":{"email":"a@b.example"}}'));
    expect(kept).toMatch(/^\{"event":"buy","user":\{"email":"[0-9a-f]{64}"\}\}$/);
    expect(keptValue({ user: { nick: 'planted' } })).toBe('{"user":{"nick":"[masked]"}}');
  });

  it('is kept as length and digest where it cannot be read or is too long', () => {
    const digest = /^\{"bytes":\d+,"sha256":"[0-9a-f]{64}"\}$/;
    expect(keptBytes(Buffer.from('{"email":"planted'))).toMatch(digest);
    expect(keptBytes(Buffer.from(`{"x":"${'x'.repeat(300_000)}"}`))).toMatch(digest);
    expect(keptValue({ x: 'x'.repeat(300_000) })).toMatch(digest);
  });

  it('holds no key, wherever somebody put it', () => {
    const key = mintKey('ing');
    const { value, headers } = rejectionRecord('rejected', {
      spaceId: SPACE,
      door: 'get',
      reason: 'schema',
      detail: `/${key}: is not a known field`,
      atMs: 5,
      value: JSON.stringify({ [key]: `?token=${key}&x` }),
    });
    expect(value).toBe('{"wb_ing_[masked]":"?token=wb_ing_[masked]&x"}');
    expect(headers?.[HEADERS.detail]).toBe('/wb_ing_[masked]: is not a known field');
  });

  it('says where it came from and why', () => {
    const call = {
      spaceId: SPACE,
      door: 'http',
      reason: 'schema',
      detail: 'x'.repeat(5000),
      atMs: 5,
      value: '{}',
    } as const;
    const { topic, value, headers } = rejectionRecord('rejected', call);
    expect({ topic, value }).toEqual({ topic: 'rejected', value: '{}' });
    expect(headers).toEqual({
      [HEADERS.reason]: 'schema',
      [HEADERS.detail]: 'x'.repeat(2000),
      [HEADERS.door]: 'http',
      [HEADERS.space]: SPACE,
      [HEADERS.timestamp]: '5',
    });
  });
});
