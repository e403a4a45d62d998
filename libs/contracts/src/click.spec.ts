import { describe, expect, it } from '@jest/globals';
import { bindInput, clickInput } from './click.js';

describe('a click as it is reported', () => {
  it('may say nothing at all', () => expect(clickInput.parse({ fbclid: null })).toEqual({}));

  it('brings every field to one form, and leaves the ad click id as it came', () => {
    const fbclid = 'IwAR0-_aBC.~%7B';
    expect(clickInput.parse({ tg_id: 42, country: 'de', fbclid, clicked_at_ms: 1_790_000_000_000 })).toEqual({
      tg_id: '42',
      country: 'DE',
      fbclid,
      clicked_at_ms: 1_790_000_000_000,
    });
  });

  it.each([
    [{ uid: 'with space' }, 'uid'],
    [{ uid: '' }, 'uid'],
    [{ country: 'Germany' }, 'country'],
    [{ clicked_at_ms: 1_790_000_000 }, 'clicked_at_ms'],
    [{ tg_id: 1.5 }, 'tg_id'],
    [{ campaign_name: 'a\0b' }, 'campaign_name'],
    [{ fbclid: 'x'.repeat(2049) }, 'fbclid'],
  ])('%#: names the field that is wrong', (given, field) => {
    expect(clickInput.safeParse(given).error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it('has no other fields', () => {
    expect(clickInput.safeParse({ landing: 'https://shop.example' }).error?.issues[0]?.code).toBe('unrecognized_keys');
  });
});

describe('a bind', () => {
  it('needs both sides', () => {
    expect(bindInput.parse({ uid: 'u', tg_id: '7' })).toEqual({ uid: 'u', tg_id: '7' });
    expect(bindInput.safeParse({}).error?.issues).toHaveLength(2);
  });
});
