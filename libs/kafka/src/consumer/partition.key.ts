import type { TopicPartition } from '../types.js';

/** A topic and partition as one key of a map. */
export const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}|${partition}`;

/** What a new assignment changes; pure. With `dropAll` nothing counts as kept: somebody else may have had it since. */
export function compareAssignment<T extends TopicPartition>(
  held: readonly T[],
  assigned: readonly TopicPartition[],
  dropAll: boolean,
): { lost: T[]; kept: T[]; gained: TopicPartition[] } {
  const now = new Set(assigned.map(keyOf));
  const stays = (each: T): boolean => !dropAll && now.has(keyOf(each));
  const kept = held.filter(stays);
  const before = new Set(kept.map(keyOf));
  return {
    lost: held.filter((each) => !stays(each)),
    kept,
    gained: assigned.filter((each) => !before.has(keyOf(each))),
  };
}
