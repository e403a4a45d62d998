import { describe, expect, it } from '@jest/globals';
import { eventInput, eventRecord } from './event.js';
import { tooFarAhead } from './fields.js';
import { parseMoney } from './money.js';

const problems = (value: unknown): string[] => {
  const result = eventInput.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
};

describe('money', () => {
  it.each([
    ['25', '25.00'],
    ['0025.5', '25.50'],
    ['0', '0.00'],
    ['12.', '12.00'],
    ['0.12345678', '0.12345678'],
    ['1.500', '1.50'],
    ['999999999999.99', '999999999999.99'],
  ])('reads %s as %s', (given, exact) => expect(parseMoney(given)).toBe(exact));

  it.each(['', '-1', '1e3', '1,5', '.5', '1000000000000', '0.123456789', 'NaN', ' 1', '１'])('refuses %p', (given) =>
    expect(parseMoney(given)).toBeNull(),
  );
});

describe('the event object', () => {
  it('takes the least there can be', () => {
    expect(eventInput.parse({ event: 'contact' })).toEqual({ event: 'contact' });
  });

  it('brings every field to one form', () => {
    const parsed = eventInput.parse({
      event: 'deposit',
      uid: 'u-1',
      tg_id: 42,
      eid: 7,
      value: 25,
      currency: 'usd',
      occurred_at_ms: 1_790_000_000_000,
      user: { email: null, ip: '203.0.113.9' },
      data: { a: null },
    });
    expect(parsed).toMatchObject({ tg_id: '42', eid: '7', value: '25.00', currency: 'USD', data: { a: null } });
  });

  it('reads 1e-7 as the decimal it is', () => {
    expect(eventInput.parse({ event: 'deposit', value: 1e-7 }).value).toBe('0.0000001');
  });

  it('names every wrong field at once', () => {
    const found = problems({ event: 'buy', value: -1, currency: 'dollars!', occurred_at_ms: 1_790_000_000, extra: 1 });
    expect(found).toEqual([
      '/event: must be one of contact, subscribed, registration, deposit',
      expect.stringContaining('/value: must be a decimal'),
      '/currency: must be 3–5 letters, such as USD',
      '/occurred_at_ms: looks like seconds: send epoch milliseconds',
      expect.stringMatching(/extra/),
    ]);
  });

  it('refuses NUL and mends lone surrogates', () => {
    expect(problems({ event: 'contact', eid: 'a\0b' })).toEqual(['/eid: must not contain NUL']);
    expect(eventInput.parse({ event: 'contact', eid: 'a\ud800' }).eid).toBe('a\ufffd');
  });

  it('refuses data that is too deep or too large', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 8; level += 1) deep = { deep };
    expect(problems({ event: 'contact', data: deep })).toEqual(['/data: must be at most 8 levels deep']);
    const abyss: unknown = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(problems({ event: 'contact', data: abyss })).toEqual(['/data: must be at most 8 levels deep']);
    expect(problems({ event: 'contact', data: { x: 'x'.repeat(8192) } })).toEqual([
      '/data: must be at most 8 KiB of JSON',
    ]);
  });

  it('ignores unknown fields in a record', () => {
    const record = {
      space_id: '00000000-0000-8000-8000-000000000001',
      event: 'contact',
      later: true,
      user: { odd: 'x', fbp: 'p' },
    };
    expect(eventRecord.parse(record)).toEqual({ space_id: record.space_id, event: 'contact', user: { fbp: 'p' } });
  });

  it('judges the future by the clock it is given', () => {
    expect(tooFarAhead(86_400_000, 0)).toBe(false);
    expect(tooFarAhead(86_400_001, 0)).toBe(true);
  });
});
