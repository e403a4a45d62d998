/** A member of the group as the leader sees it. `owned`: what it says it held, by topic. */
export interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly owned: Readonly<Record<string, readonly number[]>>;
}

/** Partitions by topic, by member. */
export type Assignment = Map<string, Record<string, number[]>>;

/**
 * Gives every partition to exactly one member that subscribes to its topic; pure and the same whatever the order of
 * members. Partition `p` of all topics is one slot and goes to one member as a whole, unless that member does not know
 * a topic yet (a rolling upgrade): then only that topic's partition goes to one that does. Slots stay where they were
 * as far as numbers allow, and numbers differ by one at most between members that subscribe to the same.
 */
export function assignSlots(members: readonly Member[], partitions: ReadonlyMap<string, number>): Assignment {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const result: Assignment = new Map(sorted.map(({ id }) => [id, {}]));
  if (sorted.length === 0) return result;
  const slots = Math.max(0, ...partitions.values());
  const owners = chooseOwners(sorted, slots, partitions);
  const extra = new Map<string, number>();
  for (const [topic, count] of [...partitions].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const knowing = sorted.filter((member) => member.topics.includes(topic));
    if (knowing.length === 0) continue;
    for (let slot = 0; slot < count; slot++) {
      const owner = owners[slot];
      const taker = owner?.topics.includes(topic) ? owner : standIn(knowing, topic, slot, extra);
      const held = result.get(taker.id);
      if (held) (held[topic] ??= []).push(slot);
    }
  }
  return result;
}

/** Which member holds each slot. */
function chooseOwners(members: readonly Member[], slots: number, partitions: ReadonlyMap<string, number>): Member[] {
  const knows = (member: Member, slot: number): boolean =>
    member.topics.some((topic) => slot < (partitions.get(topic) ?? 0));
  const least = Math.floor(slots / members.length);
  let larger = slots % members.length;
  const owners: (Member | undefined)[] = Array.from({ length: slots });
  const load = new Map(members.map((member) => [member, 0]));
  const give = (member: Member, slot: number): void => {
    owners[slot] = member;
    load.set(member, (load.get(member) ?? 0) + 1);
  };

  const claims = claimsOf(members, slots, knows);
  const byClaims = members.toSorted((a, b) => (claims.get(b)?.length ?? 0) - (claims.get(a)?.length ?? 0));
  for (const member of byClaims) {
    const claimed = claims.get(member) ?? [];
    const keep = claimed.length > least && larger > 0 ? least + 1 : least;
    if (keep > least) larger--;
    for (const slot of claimed.slice(0, keep)) give(member, slot);
  }
  for (let slot = 0; slot < slots; slot++) {
    if (owners[slot]) continue;
    const able = members.filter((member) => knows(member, slot));
    const [first = members[0]] = able.toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
    if (first) give(first, slot);
  }
  return owners.filter((owner) => owner !== undefined);
}

/** The slots each member may keep: of two that claim one, who held more topics of it, then the first by id. */
function claimsOf(
  members: readonly Member[],
  slots: number,
  knows: (member: Member, slot: number) => boolean,
): Map<Member, number[]> {
  const claims = new Map<Member, number[]>(members.map((member) => [member, []]));
  for (let slot = 0; slot < slots; slot++) {
    let best: { member: Member; strength: number } | null = null;
    for (const member of members) {
      const strength = Object.values(member.owned).filter((owned) => owned.includes(slot)).length;
      if (strength > (best?.strength ?? 0) && knows(member, slot)) best = { member, strength };
    }
    if (best) claims.get(best.member)?.push(slot);
  }
  return claims;
}

/** Who takes a partition the slot's owner does not know: who held it, else who stands in least. */
function standIn(knowing: readonly Member[], topic: string, slot: number, extra: Map<string, number>): Member {
  const [first, ...rest] = knowing;
  if (!first) throw new Error('nobody subscribes');
  const least = rest.reduce((a, b) => ((extra.get(b.id) ?? 0) < (extra.get(a.id) ?? 0) ? b : a), first);
  const taker = knowing.find(({ owned }) => owned[topic]?.includes(slot)) ?? least;
  extra.set(taker.id, (extra.get(taker.id) ?? 0) + 1);
  return taker;
}
