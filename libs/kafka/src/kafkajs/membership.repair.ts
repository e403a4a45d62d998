import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/**
 * When kafkajs begins anew after a fault it forgets who it was, although it could not leave: the group then waits a
 * whole session timeout for a member that is gone, and nobody reads meanwhile. Here a membership that could not be left
 * is taken up again; if the coordinator does not know it any more, kafkajs joins as a stranger, as before.
 */
export function repairMembership(): void {
  const { leave, joinAndSync } = ConsumerGroup.prototype;
  const known = new WeakMap<object, string>();
  const begun = new WeakSet<ConsumerGroup>();

  ConsumerGroup.prototype.leave = async function leaveForGood(this: ConsumerGroup): Promise<void> {
    await leave.call(this);
    known.delete(this.cluster);
  };

  ConsumerGroup.prototype.joinAndSync = async function joinAgain(this: ConsumerGroup): Promise<void> {
    // Only the first join of a new beginning: later ones know better, for the coordinator may have disowned the member.
    if (!begun.has(this)) this.memberId ??= known.get(this.cluster) ?? null;
    begun.add(this);
    await joinAndSync.call(this);
    if (this.memberId !== null) known.set(this.cluster, this.memberId);
  };
}
