import { describe, expect, it } from '@jest/globals';
import { RecordingLog } from '../../testing/index.js';
import { logLevel } from 'kafkajs';
import { levelOf, logBridge } from './log.bridge.js';

const line = (message: string, extra: object = {}, level = logLevel.ERROR) => ({
  namespace: 'Runner',
  level,
  label: 'ERROR',
  log: { message, timestamp: '2026-01-01T00:00:00Z', ...extra },
});

describe('levelOf', () => {
  it.each([
    [logLevel.ERROR, 'Response Heartbeat(key: 12, version: 3)', 'debug'],
    [logLevel.ERROR, 'Failed to connect to seed broker, trying another broker from the list: x', 'debug'],
    [logLevel.ERROR, 'Connection error: connect ECONNREFUSED 127.0.0.1:1', 'debug'],
    [
      logLevel.ERROR,
      'There is no leader for this topic-partition as we are in the middle of a leadership election',
      'debug',
    ],
    [logLevel.WARN, 'The group is rebalancing, re-joining', 'debug'],
    [logLevel.ERROR, 'Crash: KafkaJSNonRetriableError: something', 'error'],
    [logLevel.WARN, 'Response without match', 'warn'],
    [logLevel.INFO, 'Pausing fetching from 1 topics', 'debug'],
    [logLevel.INFO, 'Consumer has joined the group', 'debug'],
    [logLevel.INFO, 'Preferred read replica is now 2', 'info'],
  ] as const)('%s %j is worth %s', (level, message, expected) => {
    expect(levelOf(level, message)).toBe(expected);
  });
});

describe('logBridge', () => {
  it('passes fields on, without stacks, and hears of positions out of range', () => {
    const log = new RecordingLog();
    const moved: string[] = [];
    const write = logBridge(log, (topic, partition) => moved.push(`${topic}/${partition}`))(logLevel.INFO);
    write(line('Offset out of range, resetting to default offset', { topic: 't', partition: 3, stack: 'x' }));
    write(line('Offset out of range while fetching from follower, retrying with leader', { topic: 't', partition: 4 }));
    expect(moved).toEqual(['t/3']);
    expect(log.lines[0]?.fields).toEqual({ topic: 't', partition: 3, part: 'kafkajs Runner' });
  });
});
