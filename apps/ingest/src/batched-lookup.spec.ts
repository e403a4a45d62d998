import { describe, expect, it, jest } from '@jest/globals';
import { eventId } from '@app/contracts';
import type { EventId } from '@app/contracts';
import { BatchedLookup } from './batched-lookup.js';
import type { FirstCopies } from './first-copies.js';
import { NO_COPIES } from './first-copies.js';

const id = (number: number): EventId => eventId.parse(`00000000-0000-8000-8000-${String(number).padStart(12, '0')}`);
const found = (...ids: EventId[]): FirstCopies => new Map(ids.map((known) => [known, 'old']));

/** A store that answers when told to. */
function slowStore() {
  const asked: { ids: readonly EventId[]; answer: (copies: FirstCopies) => void }[] = [];
  const find = (ids: readonly EventId[]): Promise<FirstCopies> => {
    const { promise, resolve } = Promise.withResolvers<FirstCopies>();
    asked.push({ ids: [...ids], answer: resolve });
    return promise;
  };
  return { asked, find };
}

const turn = (): Promise<void> => new Promise(setImmediate);

describe('a batched look-up', () => {
  it('asks once for everything of one turn, and for what gathered while it was busy', async () => {
    const { asked, find } = slowStore();
    const lookup = new BatchedLookup(find, NO_COPIES, 1000);
    const first = [lookup.ask([id(1)]), lookup.ask([id(2), id(3)])];
    await turn();
    const later = [lookup.ask([id(4)]), lookup.ask([id(5)])];
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
    const find = jest.fn<(ids: readonly EventId[]) => Promise<FirstCopies>>();
    expect((await new BatchedLookup(find, NO_COPIES).ask([])).size).toBe(0);
    expect(find).not.toHaveBeenCalled();
  });

  it('ends without an answer after its patience, again and again while the store hangs', async () => {
    const { asked, find } = slowStore();
    const lookup = new BatchedLookup(find, NO_COPIES, 5);
    const begun = performance.now();
    for (const number of [1, 2, 3]) expect((await lookup.ask([id(number)])).size).toBe(0);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(asked).toHaveLength(1);
    asked[0]?.answer(found());
    await turn();
    const next = lookup.ask([id(4)]);
    await turn();
    asked[1]?.answer(found(id(4)));
    expect((await next).size).toBe(1);
  });

  it('takes a failing store for one that knows nothing', async () => {
    const lookup = new BatchedLookup<EventId, FirstCopies>(() => Promise.reject(new Error('away')), NO_COPIES);
    expect((await lookup.ask([id(1)])).size).toBe(0);
    expect((await lookup.ask([id(1)])).size).toBe(0);
  });
});
