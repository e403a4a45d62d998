import { describe, expect, it } from '@jest/globals';
import { waitUntil } from './wait.condition.js';

describe('waitUntil', () => {
  it('ends with the first true answer', async () => {
    let asked = 0;
    expect(await waitUntil(() => ++asked === 3, 1_000, 1)).toBe(true);
    expect(asked).toBe(3);
  });

  it('asks at least once, and says when it was in vain', async () => {
    expect(await waitUntil(() => true, 0)).toBe(true);
    expect(await waitUntil(() => false, 5, 1)).toBe(false);
  });
});
