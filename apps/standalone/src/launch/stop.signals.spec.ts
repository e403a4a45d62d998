import { describe, expect, it } from '@jest/globals';
import { meaningOf } from './stop.signals.js';

describe('Ctrl-C', () => {
  it('stops at first', () => expect(meaningOf(null, 1000)).toBe('stop'));
  it('is one and the same however many pass it on', () => expect(meaningOf(1000, 1100)).toBe('echo'));
  it('kills when a person asks again', () => expect(meaningOf(1000, 2000)).toBe('kill'));
});
