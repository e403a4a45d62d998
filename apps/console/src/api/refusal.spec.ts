import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cleanText } from './clean-text.js';
import { issueAt, refuse } from './refusal.js';

describe('texts of a call', () => {
  it('are made well-formed, keys included', () => {
    const { value, issues } = cleanText({ 'k\ud800': ['a\udc00b', 7, null, { deep: 'ok' }] });
    expect(value).toEqual({ 'k\ufffd': ['a\ufffdb', 7, null, { deep: 'ok' }] });
    expect(issues).toEqual([]);
  });

  it('with NUL are named by where they stand', () => {
    const { issues } = cleanText({ a: ['x', 'y\0'], 'b\0': 1 });
    expect(issues.map((issue) => issue.path)).toEqual([['a', 1], ['b\0']]);
  });
});

describe('a refusal', () => {
  const strict = z.strictObject({ limit: z.string() });

  it('names fields of the body by pointer and parameters as ?name', () => {
    const query = strict.safeParse({ limit: 5 }).error?.issues ?? [];
    const refusal = refuse({ body: [issueAt(['a/b', 0], 'is wrong')], query });
    expect([refusal.status, refusal.code]).toEqual([422, 'invalid_field']);
    expect(refusal.options.errors?.map((error) => error.pointer)).toEqual(['/a~1b/0', '?limit']);
  });

  it('is of unknown fields only where nothing else is wrong', () => {
    const unknown = strict.safeParse({ limit: '1', colour: 'red' }).error?.issues ?? [];
    expect(refuse({ query: unknown }).code).toBe('unknown_field');
    expect(refuse({ query: unknown, body: [issueAt(['x'], 'is wrong')] }).code).toBe('invalid_field');
  });
});
