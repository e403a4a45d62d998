import { describe, expect, it } from '@jest/globals';
import type { PartitionProgress } from '@app/persistence';
import { Movement, behind } from './catch-up.js';

const progress = (...read: (readonly [next: number, appendTimeMs: number] | null)[]) =>
  new Map(
    read.flatMap((at, partition): [number, PartitionProgress][] =>
      at ? [[partition, { next: at[0], appendTimeMs: at[1] }]] : [],
    ),
  );

describe('partitions that may hold a click from before a moment', () => {
  const bounds = [
    { begin: 0, end: 10 },
    { begin: 5, end: 5 },
  ];

  it.each([
    ['read to the end', progress([10, 50], [5, 0]), []],
    ['read past the moment', progress([7, 101], [5, 0]), []],
    ['read up to the very moment, which another record may share', progress([7, 100], [5, 0]), [0]],
    ['not read that far', progress([7, 50], [5, 0]), [0]],
    ['never read, and with records', progress(null, [5, 0]), [0]],
    ['never read, and empty', progress([10, 50], null), []],
  ])('are none or some: %s', (_, read, expected) => expect(behind(read, bounds, 100)).toEqual(expected));

  it('are none of a topic without records', () => {
    expect(behind(progress(), [{ begin: 0, end: 0 }], 100)).toEqual([]);
  });
});

describe('a wait for positions', () => {
  it('goes on while any of them moves', () => {
    const movement = new Movement(5000);
    expect(movement.goesOn([0, 1], progress([1, 0], [1, 0]), 0)).toBe(true);
    expect(movement.goesOn([0, 1], progress([1, 0], [2, 0]), 4000)).toBe(true);
    expect(movement.goesOn([0, 1], progress([1, 0], [2, 0]), 8999)).toBe(true);
    expect(movement.goesOn([0, 1], progress([1, 0], [2, 0]), 9000)).toBe(false);
  });

  it('does not begin anew for every batch while nothing moves', () => {
    const movement = new Movement(5000);
    movement.goesOn([0], progress([1, 0]), 0);
    expect(movement.goesOn([0], progress([1, 0]), 5000)).toBe(false);
    expect(movement.goesOn([0], progress([1, 0]), 5001)).toBe(false);
    expect(movement.goesOn([0], progress([2, 0]), 5002)).toBe(true);
  });

  it('begins anew once they had caught up', () => {
    const movement = new Movement(5000);
    movement.goesOn([0, 1], progress([1, 0], [1, 0]), 0);
    movement.goesOn([1], progress([1, 0], [1, 0]), 100);
    expect(movement.goesOn([0], progress([1, 0], [1, 0]), 60_000)).toBe(true);
  });
});
