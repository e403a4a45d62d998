import { describe, expect, it } from '@jest/globals';
import { advanceTrial, openTrial, type Hop, type Snapshot, type Trial } from './trial.js';

const main: Hop = { topic: 'deliveries.webhook', partitions: [1] };
const outcomes: Hop = { topic: 'outcomes', partitions: [0, 1] };

const look = (finished: Record<string, number[]>, ends: Record<string, number[]>): Snapshot => ({
  finished: new Map(Object.entries(finished)),
  ends: new Map(Object.entries(ends)),
});

const open = (): Trial =>
  openTrial(1000, [main, outcomes], look({}, { 'deliveries.webhook': [7, 50], outcomes: [5, 5] }));

describe('a trial', () => {
  it('waits for as long as a backlog takes', () => {
    const trial = open();
    expect(advanceTrial(trial, look({ 'deliveries.webhook': [900, 49] }, { 'deliveries.webhook': [900, 80] }))).toBe(
      trial,
    );
  });

  it('reads the end of a hop only once the one before is crossed', () => {
    const second = advanceTrial(
      open(),
      look({ 'deliveries.webhook': [0, 50] }, { 'deliveries.webhook': [7, 80], outcomes: [20, 30] }),
    );
    expect(second).toMatchObject({ hops: [outcomes], until: [20, 30] });
    if (second === 'crossed') throw new Error('crossed too early');
    expect(advanceTrial(second, look({ outcomes: [20, 29] }, { outcomes: [20, 31] }))).toBe(second);
    expect(advanceTrial(second, look({ outcomes: [20, 30] }, { outcomes: [20, 31] }))).toBe('crossed');
  });

  it('does not wait for the end of a log that was made anew', () => {
    const trial = openTrial(0, [main], look({}, { 'deliveries.webhook': [0, 5_000] }));
    expect(advanceTrial(trial, look({ 'deliveries.webhook': [0, 2] }, { 'deliveries.webhook': [0, 3] }))).toBe(trial);
    expect(advanceTrial(trial, look({ 'deliveries.webhook': [0, 3] }, { 'deliveries.webhook': [0, 3] }))).toBe(
      'crossed',
    );
  });

  it('crosses a topic that is empty', () => {
    const trial = openTrial(0, [main], look({}, { 'deliveries.webhook': [0, 0] }));
    expect(advanceTrial(trial, look({ 'deliveries.webhook': [0, 0] }, {}))).toBe('crossed');
  });
});
