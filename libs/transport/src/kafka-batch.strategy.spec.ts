import { describe, expect, it } from '@jest/globals';
import { FakeConsumer, MemoryBroker, RecordingHooks, RecordingLog, until } from '@app/kafka/testing';
import type { RecordBatch } from '@app/kafka';
import { KafkaBatchContext, KafkaBatchStrategy } from './kafka-batch.strategy.js';

function strategyOn(broker: MemoryBroker, onFatal: (error: Error) => void): KafkaBatchStrategy {
  return new KafkaBatchStrategy({
    connection: { brokers: [], clientId: 'test' },
    log: new RecordingLog(),
    hooks: new RecordingHooks(),
    groupId: 'g',
    drainMs: 500,
    onQuarantine: () => Promise.resolve(),
    onFatal,
    consumer: (options) => new FakeConsumer(broker, options),
  });
}

describe('KafkaBatchStrategy', () => {
  it('reads the topics that have a handler, and hands it batch and partition', async () => {
    const broker = new MemoryBroker();
    broker.createTopic('a', 1);
    broker.createTopic('b', 1);
    const strategy = strategyOn(broker, (error) => {
      throw error;
    });
    const seen: string[] = [];
    for (const topic of ['a', 'b']) {
      strategy.addHandler(
        topic,
        (batch: RecordBatch, context: KafkaBatchContext) => {
          for (const { offset, value } of batch.records) {
            seen.push(`${topic}: ${value?.toString()}`);
            context.partition.done(offset);
          }
          return Promise.resolve();
        },
        true,
      );
    }
    let ready = false;
    await strategy.listen(() => (ready = true));
    expect(ready).toBe(true);
    broker.append({ topic: 'a', partition: 0, key: null, value: '1' });
    broker.append({ topic: 'b', partition: 0, key: null, value: '2' });
    await until('both', () => seen.length === 2);
    expect(seen.toSorted()).toEqual(['a: 1', 'b: 2']);
    expect(strategy.health().ready).toBe(true);
    await strategy.close();
    expect(broker.committed('g', { topic: 'a', partition: 0 })?.offset).toBe(1);
  });

  it('takes what a handler throws for the end of the process', async () => {
    const broker = new MemoryBroker();
    broker.createTopic('a', 1);
    let fatal: Error | null = null;
    const strategy = strategyOn(broker, (error) => (fatal = error));
    strategy.addHandler('a', () => Promise.reject(new Error('a bug')), true);
    await strategy.listen(() => undefined);
    broker.append({ topic: 'a', partition: 0, key: null, value: '1' });
    await until('the callback', () => fatal !== null);
    expect(fatal).toMatchObject({ message: 'a bug' });
    await strategy.close();
  });
});
