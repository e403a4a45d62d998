import Runner from 'kafkajs/src/consumer/runner.js';

/** Raised instead of kafkajs' silent return: nothing was committed. */
export class NotRunningError extends Error {
  override readonly name = 'NotRunningError';
}

/**
 * kafkajs retries a commit for seconds and looks up the group's generation anew each time, so a commit made before a
 * rebalance can be applied after it and rewind the new owner's offset; it returns silently once `stop` was called; and
 * it wraps the coordinator's answer. Here a commit is tried once, in the generation it was made in, and says what
 * happened. The committer's timer is the retry.
 */
export function repairCommit(): void {
  Runner.prototype.commitOffsets = async function commitOnce(this: Runner, offsets: object): Promise<void> {
    if (!this.running) throw new NotRunningError('the consumer is not running: nothing was committed');
    await this.consumerGroup.commitOffsets(offsets);
  };
}
