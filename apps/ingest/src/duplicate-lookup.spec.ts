import { describe, expect, it, jest } from '@jest/globals';
import { eventId } from '@app/contracts';
import type { EventId } from '@app/contracts';
import type { FirstCopy } from './duplicate-lookup.js';
import { DuplicateLookup } from './duplicate-lookup.js';

const id = (number: number): EventId => eventId.parse(`00000000-0000-8000-8000-${String(number).padStart(12, '0')}`);
const found = (...ids: EventId[]): ReadonlyMap<EventId, FirstCopy> => new Map(ids.map((known) => [known, 'old']));

/** A store that answers when told to. */
function slowStore() {
  const asked: { ids: readonly EventId[]; answer: (copies: ReadonlyMap<EventId, FirstCopy>) => void }[] = [];
  const find = (ids: readonly EventId[]): Promise<ReadonlyMap<EventId, FirstCopy>> => {
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<EventId, FirstCopy>>();
    asked.push({ ids: [...ids], answer: resolve });
    return promise;
  };
  return { asked, find };
}

const turn = (): Promise<void> => new Promise(setImmediate);

describe('the look-up of duplicates', () => {
  it('asks once for everything of one turn, and for what gathered while it was busy', async () => {
    const { asked, find } = slowStore();
    const lookup = new DuplicateLookup(find, 1000);
    const first = [lookup.firstCopies([id(1)]), lookup.firstCopies([id(2), id(3)])];
    await turn();
    const later = [lookup.firstCopies([id(4)]), lookup.firstCopies([id(5)])];
    await turn();
    expect(asked.map(({ ids }) => ids)).toEqual([[id(1), id(2), id(3)]]);
    asked[0]?.answer(found(id(3)));
    expect((await Promise.all(first))[1]?.has(id(3))).toBe(true);
    await turn();
    expect(asked.map(({ ids }) => ids)[1]).toEqual([id(4), id(5)]);
    asked[1]?.answer(found(id(4)));
    expect((await later[0])?.size).toBe(1);
  });

  it('asks nothing for nothing', async () => {
    const find = jest.fn<() => Promise<ReadonlyMap<EventId, FirstCopy>>>();
    expect((await new DuplicateLookup(find).firstCopies([])).size).toBe(0);
    expect(find).not.toHaveBeenCalled();
  });

  it('ends without an answer after its patience, again and again while the store hangs', async () => {
    const { asked, find } = slowStore();
    const lookup = new DuplicateLookup(find, 5);
    const begun = performance.now();
    for (const number of [1, 2, 3]) expect((await lookup.firstCopies([id(number)])).size).toBe(0);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(asked).toHaveLength(1);
    asked[0]?.answer(found());
    await turn();
    const next = lookup.firstCopies([id(4)]);
    await turn();
    asked[1]?.answer(found(id(4)));
    expect((await next).size).toBe(1);
  });

  it('takes a failing store for one that knows nothing', async () => {
    const lookup = new DuplicateLookup(() => Promise.reject(new Error('away')));
    expect((await lookup.firstCopies([id(1)])).size).toBe(0);
    expect((await lookup.firstCopies([id(1)])).size).toBe(0);
  });
});
