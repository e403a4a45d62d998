import { describe, expect, it, jest } from '@jest/globals';
import { within } from './within.js';

describe('a wait with an end', () => {
  it('is what the promise comes to in time', async () => {
    expect(await within(1000, Promise.resolve('done'), 'late')).toBe('done');
    await expect(within(1000, Promise.reject(new Error('broken')), 'late')).rejects.toThrow('broken');
  });

  it('ends without it, and what comes later concerns nobody', async () => {
    jest.useFakeTimers();
    const { promise, reject } = Promise.withResolvers<string>();
    const waited = within(1000, promise, 'late');
    await jest.advanceTimersByTimeAsync(1000);
    expect(await waited).toBe('late');
    reject(new Error('unheard'));
    jest.useRealTimers();
    await new Promise(setImmediate);
  });
});
