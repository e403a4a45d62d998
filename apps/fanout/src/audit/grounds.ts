import type { Kind } from '@app/contracts';
import type { Hop } from './trial.js';

/** Deliveries that share one way through Kafka: those of one kind, place and partition. */
export interface TrialGround {
  kind: Kind;
  partition: number;
  place: 'task' | 'tier';
  /** Topic of the tier; `null` for tasks. */
  tier: string | null;
  hops: readonly [Hop, ...Hop[]];
}

/** Topics of one kind, as they are declared. Tiers from the shortest delay to the longest. */
export interface KindTopics {
  kind: Kind;
  main: string;
  tiers: readonly string[];
  partitions: number;
}

/**
 * The grounds of a kind. A task crosses its main partition and then `outcomes`. A retry was attempted from the main
 * partition or from a tier no longer than its own, waits in its tier, and ends in `outcomes` as well.
 */
export function groundsOf({ kind, main, tiers, partitions }: KindTopics, outcomes: Hop): TrialGround[] {
  return Array.from({ length: partitions }, (_, partition) => partition).flatMap((partition): TrialGround[] => {
    const hop = (topic: string): Hop => ({ topic, partitions: [partition] });
    return [
      { kind, partition, place: 'task', tier: null, hops: [hop(main), outcomes] },
      ...tiers.map((tier, index): TrialGround => {
        const shorter = tiers.slice(0, index).map(hop);
        return { kind, partition, place: 'tier', tier, hops: [hop(main), ...shorter, hop(tier), hop(tier), outcomes] };
      }),
    ];
  });
}
