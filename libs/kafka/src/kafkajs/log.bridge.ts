import { logLevel, type LogEntry, type logCreator } from 'kafkajs';
import type { KafkaLog } from '../types.js';

/** Said when a position was outside the log and kafkajs went to the default offset. */
const OUT_OF_RANGE = 'Offset out of range, resetting to default offset';

/** kafkajs reports these at ERROR or WARN although it, or we, repeat the request: our own lines say what matters of them. */
const PASSING =
  /^Response \w+\(key|leader|rebalanc|coordinator|not aware of this member|Connection (error|timeout)|Closed connection|Failed to (connect|send|join)|Not connected|timed out|trying another broker|Restarting the consumer|does not host this topic-partition|Crash: KafkaJSNumberOfRetriesExceeded|resync group/i;

/** Said at INFO for every pause and every join: no news to anybody. */
const CHATTER =
  /^(Pausing|Resuming) fetching|^(Starting|Stopped)$|Consumer has joined|consumer not running|Filtering out batch/;

/** The level a line of kafkajs deserves; pure. */
export function levelOf(level: logLevel, message: string): keyof KafkaLog {
  if (level === logLevel.ERROR || level === logLevel.WARN) {
    if (PASSING.test(message)) return 'debug';
    return level === logLevel.ERROR ? 'error' : 'warn';
  }
  return level === logLevel.INFO && !CHATTER.test(message) ? 'info' : 'debug';
}

/**
 * kafkajs' lines in our log, retried faults at `debug`. `onOutOfRange` hears of the one thing kafkajs tells
 * by its log only: that it moved a position to the beginning because it was out of range.
 */
export function logBridge(log: KafkaLog, onOutOfRange?: (topic: string, partition: number) => void): logCreator {
  return () => (entry: LogEntry) => {
    const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...rest } = entry.log;
    const { topic, partition } = rest;
    if (message === OUT_OF_RANGE && typeof topic === 'string' && typeof partition === 'number') {
      onOutOfRange?.(topic, partition);
    }
    log[levelOf(entry.level, message)]({ ...rest, part: `kafkajs ${entry.namespace}` }, message);
  };
}
