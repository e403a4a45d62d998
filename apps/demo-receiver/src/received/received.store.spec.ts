import { describe, expect, it } from '@jest/globals';
import { createReceived, type Received } from './received.store.js';

const came = (path: string, id: string | null, at: number): Received => ({
  kind: 'webhook',
  path,
  at_ms: at,
  method: 'POST',
  query: '',
  headers: {},
  body: '',
  ids: id === null ? [] : [id],
  signature: 'unchecked',
  status: 200,
  answered: '',
  accepted: false,
});

describe('what came', () => {
  it('is counted by path and by id', () => {
    const store = createReceived();
    const all = [
      came('/a', '1', 10),
      came('/a', '1', 20),
      came('/a', '2', 30),
      came('/b', '3', 40),
      came('/b', null, 50),
    ];
    for (const one of all) store.add(one);
    for (const one of all.slice(0, 3)) store.accept(one);
    expect(store.summary('/a')).toMatchObject({
      count: 3,
      accepted: 3,
      distinct: 2,
      repeated: 1,
      distinct_accepted: 2,
      repeated_accepted: 1,
      untracked: 0,
      first_at_ms: 10,
      last_at_ms: 30,
    });
    expect(store.summary(null)).toMatchObject({
      count: 5,
      accepted: 3,
      distinct: 3,
      repeated: 1,
      untracked: 1,
      last_at_ms: 50,
    });
    expect([...store.ids('/a')]).toEqual([
      { id: '1', count: 2, accepted: 2 },
      { id: '2', count: 1, accepted: 1 },
    ]);
    expect(store.list(null, 2)).toEqual([all[4], all[3]]);
    expect(store.list('/a', 10)).toEqual([all[2], all[1], all[0]]);
  });

  it('is kept whole a thousand times, and counted beyond that', () => {
    const store = createReceived();
    for (let n = 0; n < 2_500; n += 1) store.add(came('/a', `id-${n}`, n));
    const list = store.list(null, 5_000);
    expect(list).toHaveLength(1_000);
    expect([list[0]?.ids, list[999]?.ids]).toEqual([['id-2499'], ['id-1500']]);
    expect(store.summary('/a')).toMatchObject({ count: 2_500, distinct: 2_500 });
  });

  it('says what it could not track', () => {
    const store = createReceived(2);
    for (const id of ['1', '2', '3', '1']) store.add(came('/a', id, 1));
    expect(store.summary(null)).toMatchObject({ count: 4, distinct: 2, repeated: 1, untracked: 1 });
  });

  it('is forgotten when asked', () => {
    const store = createReceived();
    store.add(came('/a', '1', 1));
    store.clear();
    expect(store.summary(null)).toMatchObject({ count: 0, distinct: 0, first_at_ms: null });
    expect(store.list(null, 10)).toEqual([]);
  });
});
