import type { ConfigurationCache, CounterChange } from '@app/persistence';

/** The configuration a step works by. */
export type DestinationsAtHand = Pick<ConfigurationCache, 'destination' | 'revision'>;

/** What one step of a job did, still to be noted in its row. */
export interface Step {
  /** Nothing is left to move. */
  readonly isDone: boolean;
  readonly moved: number;
  readonly cursor: object;
  /** To be added last in the transaction. */
  readonly counters: readonly CounterChange[];
  /** Why the job cannot go on, in words. */
  readonly failure?: string;
}
