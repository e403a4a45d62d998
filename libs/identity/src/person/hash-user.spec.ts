import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { userFields } from '@app/contracts';
import { hashPersonal, hashUser } from './hash-user.js';
import type { HashedField } from './normalise.js';
import { HASHED_FIELDS, normalise } from './normalise.js';

/** Meta's documented examples (customer information parameters), and ours for the UK zip. */
const DIGESTS: readonly (readonly [HashedField, string, string])[] = [
  ['email', ' John_Smith@gmail.com ', '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'],
  ['phone', '+1 (650) 555-1212', 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'],
  ['phone', '0016505551212', 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'],
  ['first_name', 'Mary', '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec'],
  ['last_name', '정', '8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14'],
  ['first_name', 'Valéry', '08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c'],
  ['first_name', 'Vale\u0301ry', '08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c'],
  ['date_of_birth', '1997-02-16', '01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c'],
  ['date_of_birth', '19970216', '01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c'],
  ['country', 'US', '79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621'],
  ['zip', 'M1 1AE', '1dc694c2070e697769fb959b50671d76cafd430d8ca191fbdd0affcaea344ac5'],
];

const NORMAL: readonly (readonly [HashedField, string, string | null])[] = [
  ['email', 'Jörg@Bücher.example', 'jörg@bücher.example'],
  ['email', 'no address', null],
  ['email', 'a@b', null],
  ['phone', '+44 (0)7911 123456', '4407911123456'],
  ['phone', '+٤', null],
  ['phone', '12345', null],
  ['phone', '1'.repeat(16), null],
  ['first_name', "O'Brien-Smith Jr.", 'obriensmithjr'],
  ['last_name', '- .', null],
  ['date_of_birth', '1899-12-31', null],
  ['date_of_birth', '2023-02-29', null],
  ['date_of_birth', '16/02/1997', null],
  ['gender', 'Female', 'f'],
  ['gender', ' m', 'm'],
  ['gender', 'x', null],
  ['gender', 'constructor', null],
  ['city', 'São Paulo', 'sãopaulo'],
  ['city', '東京', '東京'],
  ['state', 'New York', 'ny'],
  ['state', 'CA', 'ca'],
  ['state', 'Bayern', 'bayern'],
  ['state', 'constructor', 'constructor'],
  ['zip', '94103-1234', '94103'],
  ['zip', '01310-100', '01310100'],
  ['country', 'UK', 'gb'],
  ['country', 'USA', null],
  ['external_id', 'User-7', 'User-7'],
];

describe('personal fields', () => {
  it.each(DIGESTS)('%s %p has the documented digest', (field, given, digest) =>
    expect(hashPersonal(field, given)).toBe(digest),
  );

  it.each(NORMAL)('%s %p has the normal form %p', (field, given, normal) =>
    expect(normalise(field, given)).toBe(normal),
  );

  it.each(['', '.Ag', '.AbCd_-12'])('hashed already, with the mark %p, pass', (mark) => {
    const digest = 'A'.repeat(64);
    expect(hashPersonal('email', digest + mark)).toBe(digest.toLowerCase() + mark);
  });

  it.each(['.A', '.Abc', '.AbCd_-123', 'a', '\n'])('are not taken for hashed with %p behind', (mark) =>
    expect(hashPersonal('email', 'a'.repeat(64) + mark)).toBeNull(),
  );
});

describe('a person', () => {
  it('is hashed field by field; the rest stays', () => {
    const given = userFields.parse({
      email: ['A@b.example', 'a@B.example', 'nonsense'],
      gender: 'other',
      ip: '203.0.113.9',
      user_agent: 'Mozilla/5.0 (X)',
      fbp: 'fb.1.2.3',
      fbc: 'fb.1.2.IwAR',
    });
    const { user, changed, warnings } = hashUser(given);
    expect(user).toEqual({
      email: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      ip: '203.0.113.9',
      user_agent: 'Mozilla/5.0 (X)',
      fbp: 'fb.1.2.3',
      fbc: 'fb.1.2.IwAR',
    });
    expect(changed).toBe(true);
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['/user/email/2', '/user/gender']);
    expect(JSON.stringify(warnings)).not.toContain('nonsense');
  });

  it.each([
    ['07911 123456', 1],
    ['(0)7911 123456', 1],
    ['+44 7911 123456', 0],
    ['0044 7911 123456', 0],
    ['4407911123456', 0],
    ['0'.repeat(64), 0],
  ])('with the phone number %p has %d warnings, and keeps it', (phone, count) => {
    const { user, warnings } = hashUser(userFields.parse({ phone }));
    expect(warnings).toHaveLength(count);
    expect(user?.phone).toHaveLength(1);
  });

  it('that is not there stays so', () => {
    expect(hashUser(undefined)).toEqual({ user: undefined, changed: false, warnings: [] });
  });

  it('is never clear afterwards, and hashing twice changes nothing', () => {
    const values = fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), {
      minLength: 1,
      maxLength: 5,
    });
    const fields = Object.fromEntries(HASHED_FIELDS.map((field) => [field, values]));
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), (given) => {
        const { user } = hashUser(userFields.parse(given));
        for (const field of HASHED_FIELDS) {
          for (const value of user?.[field] ?? []) expect(value).toMatch(/^[0-9a-f]{64}$/);
        }
        expect(hashUser(user)).toEqual({ user, changed: false, warnings: [] });
      }),
    );
  });
});
