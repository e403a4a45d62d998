import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { BrokerClock } from '../clock/broker.clock.js';
import type { PartitionHandle } from '../consumer/consumer.port.js';
import type { RecordBatch } from '../types.js';
import { DelayQueue } from './delay.queue.js';

const handleOf = (topic: string, active = (): boolean => true): PartitionHandle => ({
  topic,
  partition: 0,
  epoch: 1,
  done: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  active,
});

const batchOf = (topic: string, timestamps: readonly number[], from = 0): RecordBatch => ({
  topic,
  partition: 0,
  epoch: 1,
  from,
  next: from + timestamps.length,
  highWatermark: from + timestamps.length,
  records: timestamps.map((timestamp, index) => ({
    topic,
    partition: 0,
    offset: from + index,
    timestamp,
    key: null,
    value: null,
    headers: {},
  })),
});

describe('DelayQueue', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['performance'] }));
  afterEach(() => void jest.useRealTimers());

  function queueAt(clock: { now: () => number | null }) {
    const released: { topic: string; offset: number; at: number | null }[] = [];
    const queue = new DelayQueue({
      clock,
      delayOf: (topic) => Number(topic),
      onDue: ({ topic, offset }) => released.push({ topic, offset, at: clock.now() }),
    });
    return { queue, released };
  }

  it('releases nothing before the broker clock is known, then what is due', () => {
    let now: number | null = null;
    const { queue, released } = queueAt({ now: () => now });
    queue.add(batchOf('1000', [0, 500]), handleOf('1000'));
    jest.advanceTimersByTime(60_000);
    expect(released).toEqual([]);
    now = 1_000;
    jest.advanceTimersByTime(100);
    expect(released.map(({ offset }) => offset)).toEqual([0]);
    expect(queue.size).toBe(1);
    expect(queue.heads()).toEqual([{ topic: '1000', partition: 0, dueAt: 1_500 }]);
  });

  it('is never early, keeps log order in a partition, and is late by a timer at most', () => {
    const partitions = fc.array(
      fc.record({ delay: fc.integer({ min: 1, max: 5_000 }), gaps: fc.array(fc.nat({ max: 700 }), { maxLength: 20 }) }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(partitions, (all) => {
        const began = Date.now();
        const clock = { now: () => Date.now() - began };
        const { queue, released } = queueAt(clock);
        const due = new Map<string, number>();
        all.forEach(({ delay, gaps }, index) => {
          // A name that is a number: the delay, made unique by its fraction.
          const topic = String(delay + index / 10);
          let at = 0;
          const stamps = gaps.map((gap) => (at += gap));
          stamps.forEach((stamp, offset) => due.set(`${topic}|${offset}`, stamp + Number(topic)));
          queue.add(batchOf(topic, stamps), handleOf(topic));
        });
        jest.advanceTimersByTime(60_000);
        queue.stop();
        expect(released.length).toBe(due.size);
        for (const { topic, offset, at } of released) {
          const dueAt = due.get(`${topic}|${offset}`) ?? Infinity;
          expect(at).toBeGreaterThanOrEqual(dueAt);
          expect((at ?? 0) - dueAt).toBeLessThanOrEqual(5);
        }
        for (const topic of new Set(released.map((each) => each.topic))) {
          const offsets = released.filter((each) => each.topic === topic).map(({ offset }) => offset);
          expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('drops what belongs to a partition that was lost', () => {
    let active = true;
    const { queue, released } = queueAt({ now: () => 10_000 });
    const handle = handleOf('1000', () => active);
    queue.add(batchOf('1000', [9_500]), handle);
    active = false;
    jest.advanceTimersByTime(5_000);
    expect(released).toEqual([]);
    expect(queue.size).toBe(0);
  });

  it('releases thousands without holding up the event loop for long', () => {
    const { queue, released } = queueAt({ now: () => 10_000 });
    queue.add(
      batchOf(
        '1',
        Array.from({ length: 5_000 }, () => 0),
      ),
      handleOf('1'),
    );
    jest.advanceTimersByTime(0);
    expect(released.length).toBe(500);
    jest.advanceTimersByTime(1_000);
    expect(released.length).toBe(5_000);
  });
});

describe('BrokerClock', () => {
  it('knows nothing before a sample, then carries the broker clock forward', () => {
    let mono = 100;
    const clock = new BrokerClock(() => mono);
    expect(clock.now()).toBeNull();
    expect(clock.silentMs()).toBe(Infinity);
    clock.sample(5_000);
    mono += 250;
    expect(clock.now()).toBe(5_250);
    expect(clock.silentMs()).toBe(250);
  });

  it('is never ahead of the broker, whatever the delay of answers', () => {
    const answers = fc.array(fc.record({ wait: fc.nat({ max: 30_000 }), delay: fc.nat({ max: 2_000 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(answers, (all) => {
        let mono = 0;
        const broker = (): number => mono + 1_000_000;
        const clock = new BrokerClock(() => mono);
        let before = 0;
        for (const { wait, delay } of all) {
          mono += wait;
          const appendedAt = broker();
          mono += delay;
          clock.sample(appendedAt);
          const now = clock.now() ?? 0;
          expect(now).toBeLessThanOrEqual(broker());
          before = now;
        }
        expect(before).toBeGreaterThan(0);
      }),
    );
  });

  it('forgets a good sample when it is old, so that drift cannot pile up', () => {
    let mono = 0;
    const clock = new BrokerClock(() => mono);
    clock.sample(1_000);
    mono = 200_000;
    clock.sample(200_000);
    expect(clock.now()).toBe(200_000);
  });
});
