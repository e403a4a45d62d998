import { KINDS, type Kind } from '@app/contracts';
import { deliveriesTopic, deliveryGroup, readOffsets, retryTopic, TOPICS, type KafkaContext } from '@app/kafka';
import type { AuditOptions } from './audit.loop.js';
import { groundsOf } from './grounds.js';
import type { lagMetrics } from './lag.metrics.js';

/** The group that turns `events` into deliveries. */
export const INTAKE_GROUP = 'fanout';
/** The group that reads `outcomes`: the last hop of everything the audit follows. */
const RECORDER_GROUP = 'recorder';

interface Installation {
  kafka: Pick<KafkaContext, 'connection'>;
  log: KafkaContext['log'];
  /** Delays of the tiers, ms, from the shortest to the longest. */
  retryDelaysMs: readonly number[];
  /** Partition counts as declared. */
  partitions: { deliveries: number; outcomes: number };
  /** Told what every look at offsets found. */
  onOffsets: ReturnType<typeof lagMetrics>;
}

/** What the audit of this installation looks at: every place a delivery can be in Kafka, and how to ask for offsets. */
export function auditScope(of: Installation): Pick<AuditOptions, 'grounds' | 'readOffsets' | 'eventsTopic'> {
  const { kafka, log, retryDelaysMs, partitions, onOffsets } = of;
  const tiersOf = (kind: Kind): string[] => retryDelaysMs.map((delayMs) => retryTopic(kind, delayMs));
  const outcomes = {
    topic: TOPICS.outcomes,
    partitions: Array.from({ length: partitions.outcomes }, (_, index) => index),
  };
  const groups = [
    { groupId: INTAKE_GROUP, topics: [TOPICS.events, TOPICS.clicks], delayed: [] },
    ...KINDS.map((kind) => ({
      groupId: deliveryGroup(kind),
      topics: [deliveriesTopic(kind)],
      delayed: tiersOf(kind),
    })),
    { groupId: RECORDER_GROUP, topics: [TOPICS.outcomes], delayed: [] },
  ];
  const wanted = groups.map(({ groupId, topics, delayed }) => ({ groupId, topics: [...topics, ...delayed] }));
  return {
    eventsTopic: TOPICS.events,
    readOffsets: async () => {
      const found = await readOffsets(kafka.connection, log, wanted);
      for (const { groupId, topics } of groups) onOffsets(groupId, topics, found);
      return found;
    },
    grounds: KINDS.flatMap((kind) =>
      groundsOf(
        { kind, main: deliveriesTopic(kind), tiers: tiersOf(kind), partitions: partitions.deliveries },
        outcomes,
      ),
    ),
  };
}
