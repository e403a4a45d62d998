import { AssignerProtocol, type Assigner, type PartitionAssigner } from 'kafkajs';
import { z } from 'zod';
import { assignSlots, type Member } from './sticky.assign.js';

const NAME = 'waybill-co-partition';
const VERSION = 1;

const owned = z.record(z.string(), z.array(z.number().int()));

function parseOwned(userData: Buffer): Record<string, number[]> {
  if (userData.length === 0) return {};
  try {
    return owned.parse(JSON.parse(userData.toString()));
  } catch {
    return {};
  }
}

export interface AssignerHooks {
  /** What this member holds, sent along with every join so that it may keep it. */
  held(): Record<string, number[]>;
  /** A join was tried. */
  joining(): void;
  /** Partition counts of topics this member does not subscribe to but others do; missing topics are left out. */
  countsOf(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/**
 * kafkajs' shape around `assignSlots`. What a member held travels in its subscription's user data; the assignment
 * carries none, for kafkajs drops it.
 */
export function coPartitionAssigner(hooks: AssignerHooks): PartitionAssigner {
  return ({ cluster }): Assigner => ({
    name: NAME,
    version: VERSION,
    async assign({ members, topics }) {
      const all: Member[] = members.map(({ memberId, memberMetadata }) => {
        const subscription = AssignerProtocol.MemberMetadata.decode(memberMetadata);
        return {
          id: memberId,
          topics: subscription?.topics ?? [],
          owned: parseOwned(subscription?.userData ?? Buffer.alloc(0)),
        };
      });
      const counts = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
      const foreign = [...new Set(all.flatMap((member) => member.topics))].filter((topic) => !counts.has(topic));
      if (foreign.length > 0) for (const [topic, count] of await hooks.countsOf(foreign)) counts.set(topic, count);
      return [...assignSlots(all, counts)].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: VERSION,
          assignment,
          userData: Buffer.alloc(0),
        }),
      }));
    },
    protocol({ topics }) {
      hooks.joining();
      return {
        name: NAME,
        metadata: AssignerProtocol.MemberMetadata.encode({
          version: VERSION,
          topics,
          userData: Buffer.from(JSON.stringify(hooks.held())),
        }),
      };
    },
  });
}
