import { describe, expect, it } from '@jest/globals';
import { completeDestination } from './kind-book.js';

describe('a destination given whole', () => {
  it('takes defaults for all that is not said', () => {
    const parsed = completeDestination.safeParse({ kind: 'webhook', name: 'x', config: { url: 'https://x.test/' } });
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(parsed.data).toMatchObject({ enabled: true, horizon_s: 172_800, config: { method: 'POST' } });
  });
});
