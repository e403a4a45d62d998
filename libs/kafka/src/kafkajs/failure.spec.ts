import { describe, expect, it } from '@jest/globals';
import { failureOf, protocolType, reasonOf } from './failure.js';

const fault = (fields: object, cause?: Error): Error => Object.assign(new Error('fault', { cause }), fields);

describe('failureOf', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'too_large'],
    ['RECORD_LIST_TOO_LARGE', 'too_large'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'unknown_topic'],
    ['TOPIC_AUTHORIZATION_FAILED', 'refused'],
    ['NOT_LEADER_FOR_PARTITION', 'passing'],
    ['NOT_ENOUGH_REPLICAS', 'passing'],
    ['NEVER_HEARD_OF', 'passing'],
  ] as const)('takes %s for %s, however deep kafkajs wrapped it', (type, failure) => {
    expect(failureOf(fault({ type }))).toBe(failure);
    expect(failureOf(fault({}, fault({}, fault({ type }))))).toBe(failure);
  });

  it('knows an invalid record by its code, for kafkajs has no name for it', () => {
    expect(failureOf(fault({ type: 'KAFKAJS_UNKNOWN_ERROR_CODE', code: 87 }))).toBe('refused');
  });

  it('takes everything without a word from the broker for passing', () => {
    expect(failureOf(new Error('Connection timeout'))).toBe('passing');
    expect(failureOf('text')).toBe('passing');
    expect(protocolType(null)).toBeNull();
    expect(reasonOf('text')).toBe('text');
  });
});
