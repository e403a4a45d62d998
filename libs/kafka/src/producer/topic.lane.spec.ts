import { afterEach, describe, expect, it } from '@jest/globals';
import { RecordingHooks, RecordingLog, until } from '../../testing/index.js';
import type { RecordMetadata } from 'kafkajs';
import type { Appended } from '../types.js';
import type { Cargo } from './coverage.check.js';
import { ProduceError } from './produce.error.js';
import { TopicLane, type LaneOptions } from './topic.lane.js';
import { prepare } from './waiting.record.js';

/** A fault as kafkajs words the broker's. */
class BrokerFault extends Error {
  constructor(
    readonly type: string,
    readonly answered: RecordMetadata[] = [],
  ) {
    super(type);
  }
}

type Answer = (cargos: readonly Cargo[]) => RecordMetadata[] | Promise<RecordMetadata[]>;

const stored = (cargos: readonly Cargo[]): RecordMetadata[] =>
  cargos.map(({ queue }) => ({
    topicName: 't',
    partition: queue.partition,
    errorCode: 0,
    baseOffset: '100',
    logAppendTime: '5000',
  }));

const valuesOf = ({ records }: Cargo): string[] => records.map(({ message }) => message.value?.toString() ?? '');

/** Refuses every send in which a value begins so. */
const refusing =
  (type: string, prefix: string): Answer =>
  (cargos) => {
    if (cargos.some((cargo) => valuesOf(cargo).some((value) => value.startsWith(prefix)))) throw new BrokerFault(type);
    return stored(cargos);
  };

describe('TopicLane', () => {
  const lanes: TopicLane[] = [];

  function laneOf(answer: Answer, options: Partial<LaneOptions> = {}) {
    const sends: { partition: number; values: string[] }[][] = [];
    const hooks = new RecordingHooks();
    const doubts: string[] = [];
    const samples: number[] = [];
    const lane = new TopicLane({
      connection: { brokers: [], clientId: 't' },
      log: new RecordingLog(),
      hooks,
      topic: 't',
      maxQueueBytes: 1e6,
      maxQueueRecords: 5_000,
      onDoubt: () => doubts.push('doubt'),
      onAppended: (appendedAt) => samples.push(appendedAt),
      link: () => ({
        send: async (_, cargos) => {
          sends.push(cargos.map((cargo) => ({ partition: cargo.queue.partition, values: valuesOf(cargo) })));
          try {
            return { answered: await answer(cargos), fault: null };
          } catch (cause) {
            return { answered: cause instanceof BrokerFault ? cause.answered : [], fault: { cause } };
          }
        },
      }),
      ...options,
    });
    lanes.push(lane);
    const add = (partition: number, value: string, deadlineMs = 5_000): Promise<Appended | ProduceError> => {
      const prepared = prepare({ topic: 't', partition, key: null, value }, 8, () => 0);
      if (prepared instanceof ProduceError) throw prepared;
      return new Promise((answered) => {
        lane.add({
          ...prepared,
          deadlineAt: performance.now() + deadlineMs,
          attempts: 0,
          settled: false,
          answer: answered,
        });
      });
    };
    return { lane, add, sends, hooks, doubts, samples };
  }

  afterEach(() => {
    for (const lane of lanes.splice(0)) lane.close();
  });

  it('sends what was asked for in one turn together, and tells each record its offset', async () => {
    const { add, sends, samples } = laneOf(stored);
    const results = await Promise.all([add(0, 'a'), add(1, 'b'), add(0, 'c')]);
    expect(sends).toEqual([
      [
        { partition: 0, values: ['a', 'c'] },
        { partition: 1, values: ['b'] },
      ],
    ]);
    expect(results).toMatchObject([
      { partition: 0, offset: 100, appendedAt: 5_000 },
      { partition: 1, offset: 100 },
      { partition: 0, offset: 101 },
    ]);
    expect(samples).toContain(5_000);
  });

  it('gathers while a partition is on the wire, and lets others pass meanwhile', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { add, sends } = laneOf(async (cargos) => {
      if (cargos.some((cargo) => valuesOf(cargo).includes('slow'))) await gate;
      return stored(cargos);
    });
    const first = add(0, 'slow');
    await until('the first send', () => sends.length === 1);
    const behind = [add(0, 'x'), add(0, 'y')];
    await add(1, 'passes');
    expect(sends.flat().flatMap(({ values }) => values)).toEqual(['slow', 'passes']);
    release();
    await Promise.all([first, ...behind]);
    expect(sends[2]).toEqual([{ partition: 0, values: ['x', 'y'] }]);
  });

  it('resends what an answer leaves out, and counts it', async () => {
    let calls = 0;
    const { add, sends, hooks, doubts } = laneOf((cargos) =>
      calls++ === 0 ? stored(cargos).slice(0, 1) : stored(cargos),
    );
    const results = await Promise.all([add(0, 'a'), add(1, 'b')]);
    expect(results.every((result) => !(result instanceof ProduceError))).toBe(true);
    expect(sends[1]).toEqual([{ partition: 1, values: ['b'] }]);
    expect(hooks.of('produce_coverage_miss')).toBe(1);
    expect(hooks.of('produce_resent')).toBe(1);
    expect(doubts).toEqual(['doubt']);
  });

  it('does not resend what was answered beside a fault', async () => {
    let calls = 0;
    const { add, sends, hooks } = laneOf((cargos) => {
      if (calls++ === 0) throw new BrokerFault('NOT_LEADER_FOR_PARTITION', stored(cargos).slice(1));
      return stored(cargos);
    });
    const results = await Promise.all([add(0, 'a'), add(1, 'b'), add(2, 'c')]);
    expect(results.every((result) => !(result instanceof ProduceError))).toBe(true);
    expect(sends.slice(1)).toEqual([[{ partition: 0, values: ['a'] }]]);
    expect(hooks.of('produce_coverage_miss')).toBe(0);
  });

  it('isolates partitions after a failure, so that one in trouble holds up no other', async () => {
    const broken = new Set([0]);
    const { add, sends } = laneOf((cargos) => {
      if (cargos.some(({ queue }) => broken.has(queue.partition))) throw new BrokerFault('NOT_LEADER_FOR_PARTITION');
      return stored(cargos);
    });
    const stuck = add(0, 'stuck');
    expect(await add(1, 'fine')).toMatchObject({ partition: 1 });
    expect(await add(1, 'fine again')).toMatchObject({ partition: 1 });
    broken.clear();
    expect(await stuck).toMatchObject({ partition: 0 });
    expect(sends.slice(1).every((cargos) => cargos.length === 1)).toBe(true);
  });

  it('halves a send that is too large until it fits, and gives up only the record that never does', async () => {
    const { add, sends } = laneOf((cargos) => {
      const all = cargos.flatMap(({ records }) => records);
      if (all.length > 3 || all.some(({ bytes }) => bytes > 1_000)) throw new BrokerFault('MESSAGE_TOO_LARGE');
      return stored(cargos);
    });
    const values = ['a', 'b', 'c', 'x'.repeat(2_000), 'd', 'e', 'f', 'g'];
    const results = await Promise.all(values.map((value) => add(0, value)));
    expect(results.map((result) => (result instanceof ProduceError ? result.code : 'stored'))).toEqual(
      values.map((value) => (value.length > 1_000 ? 'too_large' : 'stored')),
    );
    expect(sends.length).toBeLessThan(20);
  });

  it('finds the one record the broker refuses among its neighbours', async () => {
    const { add } = laneOf(refusing('INVALID_TIMESTAMP', 'bad'));
    const values = Array.from({ length: 33 }, (_, index) => (index === 20 ? 'bad' : `v${index}`));
    const results = await Promise.all(values.map((value, index) => add(index % 2, value)));
    expect(results.map((result) => (result instanceof ProduceError ? result.code : 'stored'))).toEqual(
      values.map((value) => (value === 'bad' ? 'refused' : 'stored')),
    );
  });

  it.each([
    ['NOT_LEADER_FOR_PARTITION', 'unavailable'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'unknown_topic'],
  ] as const)('gives up %s when the deadline has passed, and says why', async (type, code) => {
    const { lane, add, hooks } = laneOf(() => {
      throw new BrokerFault(type);
    });
    const result = await add(0, 'x', 200);
    expect(result).toBeInstanceOf(ProduceError);
    expect(result).toMatchObject({ code, retryable: true });
    await lane.drained();
    expect(lane.load).toEqual({ bytes: 0, records: 0 });
    expect(hooks.of('produce_failed')).toBe(1);
  });

  it('answers at the deadline though the send hangs, and counts its bytes until it ends', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { lane, add } = laneOf(async (cargos) => {
      await gate;
      return stored(cargos);
    });
    expect(await add(0, 'x', 150)).toMatchObject({ code: 'timeout' });
    expect(lane.load.records).toBe(1);
    release();
    await lane.drained();
    expect(lane.load.bytes).toBe(0);
  });

  it('refuses beyond its bounds', async () => {
    const { add, hooks } = laneOf(stored, { maxQueueRecords: 2 });
    const results = await Promise.all([add(0, 'a'), add(0, 'b'), add(0, 'c')]);
    expect(results[2]).toMatchObject({ code: 'queue_full' });
    expect(hooks.of('produce_failed')).toBe(1);
  });
});
