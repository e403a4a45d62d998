import { describe, expect, it } from '@jest/globals';
import { LagHistory } from './lag.js';

const topic = (end: number, committed: number | null, begin = 0) => ({
  begins: [begin],
  ends: [end],
  committed: [committed],
});

describe('lag', () => {
  it('is nothing where all is finished', () => {
    const history = new LagHistory();
    expect(history.observe('events', topic(10, 10), 0)).toEqual({ records: 0, seconds: 0 });
  });

  it('is as old as the moment at which the end passed the next record', () => {
    const history = new LagHistory();
    history.observe('events', topic(100, 100), 0);
    expect(history.observe('events', topic(200, 150), 30_000)).toEqual({ records: 50, seconds: 15 });
    expect(history.observe('events', topic(200, 150), 60_000)).toEqual({ records: 50, seconds: 45 });
    expect(history.observe('events', topic(300, 200), 90_000)).toEqual({ records: 100, seconds: 30 });
  });

  it('is at least as old as the first look where the record was there before', () => {
    const history = new LagHistory();
    expect(history.observe('events', topic(10, 2), 0).seconds).toBe(0);
    expect(history.observe('events', topic(10, 2), 300_000)).toEqual({ records: 8, seconds: 300 });
  });

  it('begins where the log begins, whatever was committed', () => {
    const history = new LagHistory();
    expect(history.observe('events', topic(10, null, 7), 0).records).toBe(3);
    expect(history.observe('events', topic(10, 2, 10), 0).records).toBe(0);
  });

  it('adds records and takes the oldest of several partitions', () => {
    const history = new LagHistory();
    const all = { begins: [0, 0], ends: [5, 5], committed: [5, 1] };
    history.observe('events', all, 0);
    expect(history.observe('events', { ...all, ends: [9, 5] }, 10_000)).toEqual({ records: 8, seconds: 10 });
  });
});
