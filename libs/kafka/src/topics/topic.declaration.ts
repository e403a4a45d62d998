import type { Kind } from '@app/contracts';
import { deadLetterTopic, deliveriesTopic, retryTopic, TOPICS } from './topic.names.js';

const DAY_MS = 86_400_000;
const MIB = 1_048_576;

const EVENTS_DAYS = 14;
/** How long `events` keeps a record, ms. */
export const EVENTS_RETENTION_MS = EVENTS_DAYS * DAY_MS;

/** A topic as it shall be. `settings` are broker settings by name, as text. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly settings: Readonly<Record<string, string>>;
  /** A delay topic: useless without LogAppendTime. */
  readonly delayMs: number | null;
}

/** What a deployment decides about its topics. */
export interface TopicPlanOptions {
  /** Partitions of `events`, `clicks`, `events.rejected` and `outcomes`, and of each kind's topics. */
  readonly partitions: { readonly events: number; readonly deliveries: number; readonly outcomes: number };
  readonly replication: number;
  /** Replicas that must have a record before it is acknowledged; 2 in production. */
  readonly minInSync: number;
  readonly kinds: readonly Kind[];
  /** Distinct waits between attempts (ms); one delay topic a kind for each. */
  readonly retryDelaysMs: readonly number[];
}

/** Every topic of a deployment, from the list of kinds; pure. */
export function declareTopics(options: TopicPlanOptions): TopicDeclaration[] {
  const { partitions, replication, minInSync, kinds } = options;
  const delays = [...new Set(options.retryDelaysMs)].toSorted((a, b) => a - b);
  const topic = (
    name: string,
    count: number,
    retentionDays: number,
    { settings = {}, delayMs = null }: { settings?: Record<string, string>; delayMs?: number | null } = {},
  ): TopicDeclaration => ({
    name,
    partitions: count,
    replication,
    delayMs,
    settings: {
      'cleanup.policy': 'delete',
      'retention.ms': String(retentionDays * DAY_MS),
      'max.message.bytes': String(2 * MIB),
      // Retention, compaction and due times must not obey a producer's clock.
      'message.timestamp.type': 'LogAppendTime',
      // The broker re-encodes foreign codecs: no codec packages here, and no bombs.
      'compression.type': 'uncompressed',
      'min.insync.replicas': String(minInSync),
      ...settings,
    },
  });
  return [
    topic(TOPICS.events, partitions.events, EVENTS_DAYS, {
      settings: {
        'cleanup.policy': 'compact,delete',
        'segment.ms': String(DAY_MS),
        'min.compaction.lag.ms': String(13 * DAY_MS),
        'max.message.bytes': String(MIB),
      },
    }),
    topic(TOPICS.clicks, partitions.events, 14),
    topic(TOPICS.rejected, partitions.events, 30),
    topic(TOPICS.outcomes, partitions.outcomes, 14),
    ...kinds.flatMap((kind) => [
      topic(deliveriesTopic(kind), partitions.deliveries, 7),
      ...delays.map((delayMs) => topic(retryTopic(kind, delayMs), partitions.deliveries, 14, { delayMs })),
      topic(deadLetterTopic(kind), partitions.deliveries, 30),
    ]),
  ];
}
