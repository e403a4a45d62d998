import { describe, expect, it } from '@jest/globals';
import { hashPersonal } from './hash-user.js';
import { maskPersonal } from './mask-personal.js';

const masked = (value: unknown): unknown => JSON.parse(maskPersonal(Buffer.from(JSON.stringify(value))) ?? 'null');

describe('refused JSON', () => {
  it('keeps everything but the person', () => {
    const email = hashPersonal('email', 'a@b.example');
    expect(
      masked({
        event: 'buy',
        value: -1,
        user: { email: ['a@b.example', 7], phone: '12', ip: '203.0.113.9', nick: 'planted', fbp: { odd: 1 } },
        email: 'a@b.example',
        data: { city: 'Paris', contact: { phone: 'planted' } },
      }),
    ).toEqual({
      event: 'buy',
      value: -1,
      user: { email: [email, '[masked]'], phone: '[masked]', ip: '203.0.113.9', nick: '[masked]', fbp: '[masked]' },
      email,
      data: { city: 'Paris', contact: { phone: '[masked]' } },
    });
  });

  it.each([
    [{ user: 'planted' }, { user: '[masked]' }],
    [{ user: ['planted'] }, { user: ['[masked]'] }],
    [{ data: { user: { email: 'planted' } } }, { data: { user: { email: '[masked]' } } }],
    [[{ user: null }], [{ user: null }]],
  ])('%j becomes %j', (given, expected) => expect(masked(given)).toEqual(expected));

  it('is cut off where it is too deep', () => {
    const deep = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);
    expect(maskPersonal(Buffer.from(deep))).toMatch(/^(\{"a":){17}"\[masked\]"\}+$/);
  });

  it.each([Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])])('is not shown when it is none', (bytes) =>
    expect(maskPersonal(bytes)).toBeNull(),
  );
});
