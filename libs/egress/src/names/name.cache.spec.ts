import { describe, expect, it } from '@jest/globals';
import { concurrencyLimit } from './concurrency.limit.js';
import { nameCache, type NameSource } from './name.cache.js';

const gate = () => Promise.withResolvers<readonly string[]>();

/** A cache over a clock and a source in the hands of the test. */
const given = (source: NameSource, timeoutMs = 1_000) => {
  let at = 1;
  const asked: string[] = [];
  const counting: NameSource = (name) => {
    asked.push(name);
    return source(name);
  };
  const resolve = nameCache({ source: counting, timeoutMs, now: () => at });
  return { resolve, asked, pass: (ms: number) => void (at += ms) };
};

describe('names', () => {
  it('are asked for once however many wait, and remembered for 30 s', async () => {
    const { resolve, asked, pass } = given(async () => ['1.1.1.1']);
    const answers = await Promise.all([resolve('a.test'), resolve('a.test.'), resolve('a.test')]);
    expect(answers).toEqual(answers.map(() => ({ addresses: ['1.1.1.1'] })));
    pass(29_999);
    await resolve('a.test');
    expect(asked).toEqual(['a.test']);
    pass(2);
    await resolve('a.test');
    expect(asked).toEqual(['a.test', 'a.test']);
  });

  it.each<[string, NameSource, string]>([
    ['fails', () => Promise.reject(Object.assign(new Error('queryA'), { code: 'ENOTFOUND' })), 'ENOTFOUND'],
    ['fails without a code', () => Promise.reject(new Error('odd')), 'odd'],
    [
      'throws',
      () => {
        throw new Error('at once');
      },
      'at once',
    ],
    ['has nothing', async () => [], 'no address'],
  ])('that %s are forgotten after 2 s', async (_how, source, failed) => {
    const { resolve, asked, pass } = given(source);
    expect(await resolve('a.test')).toEqual({ failed });
    pass(1_999);
    await resolve('a.test');
    expect(asked).toHaveLength(1);
    pass(2);
    expect(await resolve('a.test')).toEqual({ failed });
    expect(asked).toHaveLength(2);
  });

  it('that hang cost only their own callers, are asked for once, and may still come', async () => {
    const hanging = gate();
    const { resolve, asked, pass } = given(
      (name) => (name === 'slow.test' ? hanging.promise : Promise.resolve(['1.1.1.1'])),
      20,
    );
    const slow = resolve('slow.test');
    expect(await resolve('fast.test')).toEqual({ addresses: ['1.1.1.1'] });
    expect(await slow).toEqual({ failed: 'no answer within 20 ms' });
    pass(60_000);
    expect(await resolve('slow.test')).toEqual({ failed: 'no answer within 20 ms' });
    expect(asked).toEqual(['slow.test', 'fast.test']);
    hanging.resolve(['2.2.2.2']);
    await hanging.promise;
    await Promise.resolve();
    expect(await resolve('slow.test')).toEqual({ addresses: ['2.2.2.2'] });
    expect(asked).toHaveLength(2);
  });
});

describe('the limit', () => {
  it('lets the rest wait in turn, past failures too', async () => {
    const limited = concurrencyLimit(2);
    const gates = Array.from({ length: 5 }, gate);
    const begun: number[] = [];
    const runs = gates.map(({ promise }, index) =>
      limited(() => {
        begun.push(index);
        return promise;
      }),
    );
    expect(begun).toEqual([0, 1]);
    gates[0]?.reject(new Error('first'));
    await expect(runs[0]).rejects.toThrow('first');
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve([]);
    await Promise.allSettled(runs);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });
});
