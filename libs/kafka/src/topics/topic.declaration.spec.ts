import { describe, expect, it } from '@jest/globals';
import { declareTopics } from './topic.declaration.js';
import { driftOf, type TopicState } from './topic.drift.js';
import { delayName, delayOfTopic, retryTopic } from './topic.names.js';

const declared = declareTopics({
  partitions: { events: 12, deliveries: 6, outcomes: 12 },
  replication: 3,
  minInSync: 2,
  kinds: ['webhook', 'fb_capi'],
  retryDelaysMs: [120_000, 30_000, 30_000],
});

const asDeclared = (): TopicState[] =>
  declared.map(({ name, partitions, replication, settings }) => ({ name, partitions, replication, settings }));

const altered = (name: string, change: (state: TopicState) => TopicState | null): TopicState[] =>
  asDeclared().flatMap((state) => (state.name === name ? (change(state) ?? []) : state));

describe('declareTopics', () => {
  it('names every topic once', () => {
    expect(declared.map(({ name }) => name)).toEqual([
      'events',
      'clicks',
      'events.rejected',
      'outcomes',
      'deliveries.webhook',
      'deliveries.webhook.retry.30s',
      'deliveries.webhook.retry.2m',
      'deliveries.webhook.dlq',
      'deliveries.fb-capi',
      'deliveries.fb-capi.retry.30s',
      'deliveries.fb-capi.retry.2m',
      'deliveries.fb-capi.dlq',
    ]);
  });

  it('wants append time by the broker and foreign codecs undone everywhere', () => {
    for (const { settings } of declared) {
      expect(settings['message.timestamp.type']).toBe('LogAppendTime');
      expect(settings['compression.type']).toBe('uncompressed');
      expect(settings['min.insync.replicas']).toBe('2');
    }
  });

  it('compacts events late and keeps the rest as long as it is needed', () => {
    const of = (name: string) => declared.find((topic) => topic.name === name)?.settings ?? {};
    const day = 86_400_000;
    expect(of('events')).toMatchObject({
      'cleanup.policy': 'compact,delete',
      'retention.ms': String(14 * day),
      'segment.ms': String(day),
      'min.compaction.lag.ms': String(13 * day),
      'max.message.bytes': '1048576',
    });
    expect(of('deliveries.webhook')).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': String(7 * day) });
    expect(of('deliveries.webhook.retry.2m')).toMatchObject({
      'retention.ms': String(14 * day),
      'max.message.bytes': '2097152',
    });
    expect(of('deliveries.webhook.dlq')).toMatchObject({ 'retention.ms': String(30 * day) });
  });

  it('gives main topic and delay topics equal partition counts', () => {
    const counts = declared.filter(({ name }) => name.startsWith('deliveries.')).map(({ partitions }) => partitions);
    expect(new Set(counts)).toEqual(new Set([6]));
  });
});

describe('names of delays', () => {
  it.each([
    [500, '500ms'],
    [30_000, '30s'],
    [120_000, '2m'],
    [5_400_000, '90m'],
    [21_600_000, '6h'],
    [86_400_000, '1d'],
  ])('%d ms is %s, and back', (ms, name) => {
    expect(delayName(ms)).toBe(name);
    expect(delayOfTopic(retryTopic('webhook', ms))).toBe(ms);
  });

  it('are told by delay topics only', () => {
    expect(delayOfTopic('deliveries.webhook')).toBeNull();
    expect(delayOfTopic('deliveries.webhook.retry.soon')).toBeNull();
  });
});

describe('driftOf', () => {
  it('finds nothing where all is as declared, whatever the order of list settings', () => {
    const states = altered('events', (state) => ({
      ...state,
      settings: { ...state.settings, 'cleanup.policy': 'delete,compact' },
    }));
    expect(driftOf(declared, states)).toEqual([]);
  });

  it('cannot work with a missing topic', () => {
    expect(
      driftOf(
        declared,
        altered('outcomes', () => null),
      ),
    ).toMatchObject([{ topic: 'outcomes', fatal: true, what: 'missing', sentence: 'topic outcomes does not exist' }]);
  });

  it('cannot work with a delay topic on producers’ time, or of another partition count than its main topic', () => {
    const tier = 'deliveries.webhook.retry.2m';
    const onProducersTime = altered(tier, (state) => ({
      ...state,
      settings: { ...state.settings, 'message.timestamp.type': 'CreateTime' },
    }));
    expect(driftOf(declared, onProducersTime)).toMatchObject([
      { topic: tier, fatal: true, setting: 'message.timestamp.type' },
    ]);
    expect(
      driftOf(
        declared,
        altered(tier, (state) => ({ ...state, partitions: 3 })),
      ),
    ).toMatchObject([{ topic: tier, fatal: true, what: 'partitions', is: 3, shouldBe: 6 }]);
  });

  it('only warns of the rest', () => {
    const states = altered('events', (state) => ({
      ...state,
      replication: 1,
      settings: { ...state.settings, 'retention.ms': '1', 'message.timestamp.type': 'CreateTime' },
    }));
    const drifts = driftOf(declared, states);
    expect(drifts.map(({ what, fatal }) => ({ what, fatal }))).toEqual([
      { what: 'replication', fatal: false },
      { what: 'setting', fatal: false },
      { what: 'setting', fatal: false },
    ]);
  });
});
