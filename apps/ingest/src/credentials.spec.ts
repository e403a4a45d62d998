import { describe, expect, it, jest } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { hashKey, mintKey } from '@app/identity';
import type { KeyCheck } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Credentials } from './credentials.js';

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const SECRET = mintKey('sec');
const TOKEN = mintKey('ing');

const key = (kind: 'secret' | 'ingest_token'): KeyCheck => ({ id: kind, spaceId: SPACE, kind, endsAtMs: null });
const known = new Map([
  [hashKey(SECRET), key('secret')],
  [hashKey(TOKEN), key('ingest_token')],
]);

const memory = new Credentials({ check: (hash) => known.get(hash) ?? 'unknown' });
const asking = (answer: Promise<KeyCheck>) => new Credentials({ check: () => answer });

async function problemOf(credentials: Credentials, header: string | undefined): Promise<[string, number]> {
  try {
    await credentials.secret(header, 0);
  } catch (error) {
    if (error instanceof ProblemError) return [error.code, error.status];
    throw error;
  }
  return ['none', 0];
}

describe('credentials', () => {
  it('tell the space at once when the key is in memory', () => {
    expect(memory.secret(`Bearer ${SECRET}`, 0)).toMatchObject({ spaceId: SPACE });
    expect(memory.secret(`bearer  ${SECRET} `, 0)).toMatchObject({ spaceId: SPACE });
  });

  it.each([
    [undefined, 'missing_credential', 401],
    ['', 'missing_credential', 401],
    [`Basic ${SECRET}`, 'missing_credential', 401],
    ['Bearer nonsense', 'bad_credential', 401],
    [`Bearer ${mintKey('sec')}`, 'bad_credential', 401],
    [`Bearer ${mintKey('ing')}`, 'bad_credential', 401],
    [`Bearer ${TOKEN}`, 'wrong_credential', 403],
    [`Bearer ${mintKey('adm')}`, 'wrong_credential', 403],
  ])('refuse %p as %s', async (header, code, status) => {
    expect(await problemOf(memory, header)).toEqual([code, status]);
  });

  it('take an ingest token where a token belongs, and nothing else', () => {
    expect(memory.token(TOKEN, 0)).toMatchObject({ spaceId: SPACE, kind: 'ingest_token' });
    for (const wrong of [SECRET, mintKey('ing'), 'nonsense', undefined]) expect(() => memory.token(wrong, 0)).toThrow();
  });

  it('look a key up, and say unavailable when that cannot be done', async () => {
    expect(await asking(Promise.resolve(key('secret'))).secret(`Bearer ${SECRET}`, 0)).toMatchObject({
      spaceId: SPACE,
    });
    expect(await problemOf(asking(Promise.resolve('unavailable')), `Bearer ${SECRET}`)).toEqual(['unavailable', 503]);
  });

  it('do not wait for a database that does not answer', async () => {
    jest.useFakeTimers();
    const problem = problemOf(asking(new Promise(() => undefined)), `Bearer ${SECRET}`);
    await jest.advanceTimersByTimeAsync(2000);
    expect(await problem).toEqual(['unavailable', 503]);
    jest.useRealTimers();
  });
});
