import { describe, expect, it } from '@jest/globals';
import { resumption } from './legacy.js';

const legacy = {
  finished: 90,
  left: [
    { offset: 40, metadata: 'mine' },
    { offset: 70, metadata: 'mine, unanswered' },
  ],
};

describe('resumption', () => {
  it('goes on after what was finished here while Kafka holds what this process left, and accuses nobody', () => {
    expect(resumption(legacy, { offset: 40, metadata: 'mine' })).toEqual({ offset: 90, metadata: null });
    expect(resumption(legacy, { offset: 70, metadata: 'mine, unanswered' })).toEqual({ offset: 90, metadata: null });
    const clean = { finished: 90, left: [{ offset: 40, metadata: '' }] };
    expect(resumption(clean, { offset: 40, metadata: null })).toEqual({ offset: 90, metadata: null });
  });

  it('believes Kafka as soon as somebody else began a life, even at the same offset', () => {
    const theirs = { offset: 40, metadata: 'theirs' };
    expect(resumption(legacy, theirs)).toEqual(theirs);
    expect(resumption(legacy, { offset: 55, metadata: 'mine' })).toEqual({ offset: 55, metadata: 'mine' });
  });

  it('believes Kafka where there is no memory, or no commit', () => {
    expect(resumption(undefined, { offset: 5, metadata: null })).toEqual({ offset: 5, metadata: null });
    expect(resumption(legacy, { offset: null, metadata: null })).toEqual({ offset: null, metadata: null });
  });
});
