import type { DestinationDecision, DestinationId, Outcome } from '@app/contracts';
import type { DeliveryState } from '@app/persistence';
import { isOverflow, latest, type DestinationTally } from './destination-state.js';
import { endedAt } from './merge.js';

const successAt = (outcomes: readonly Outcome[]): number | null =>
  outcomes
    .filter(({ verdict }) => verdict === 'sent')
    .reduce<number | null>((sofar, outcome) => latest(sofar, endedAt(outcome)), null);

/** Adds up what the deliveries of a batch say about their destinations. */
export class TallyBook {
  readonly #tallies = new Map<DestinationId, DestinationTally>();

  /** Notes one delivery: what it was, what it became, and the outcomes in between. */
  note(before: DeliveryState, after: DeliveryState, outcomes: readonly Outcome[]): void {
    const { destinationId } = before;
    const sofar = this.#tallies.get(destinationId);
    const leftMainTopic = before.place === 'task' && (after.place === null || after.place === 'tier');
    const decisions = outcomes.flatMap(({ destination }): DestinationDecision[] => (destination ? [destination] : []));
    this.#tallies.set(destinationId, {
      destinationId,
      settled: (sofar?.settled ?? 0) + (leftMainTopic ? 1 : 0),
      overflowed: (sofar?.overflowed ?? false) || outcomes.some(isOverflow),
      lastSuccessAtMs: latest(sofar?.lastSuccessAtMs ?? null, successAt(outcomes)),
      decisions: [...(sofar?.decisions ?? []), ...decisions],
    });
  }

  tallies(): ReadonlyMap<DestinationId, DestinationTally> {
    return this.#tallies;
  }
}
