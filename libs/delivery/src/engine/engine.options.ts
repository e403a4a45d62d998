import type { DestinationId } from '@app/contracts';
import type { Egress } from '@app/egress';
import type { Producer } from '@app/kafka';
import type { Kind } from '@app/kinds';
import type { Logger } from '@app/observability';
import type { ClosedDestination, Standing } from '@app/persistence';
import type { DestinationOpener } from '../attempt/callable.destinations.js';
import type { RetryPolicy } from '../policy/retry.policy.js';
import type { ReadLives } from '../stale/stale.check.js';
import type { DeliveryMeter } from './delivery.meter.js';

/** The destinations as configured, in memory. */
export interface Directory {
  readonly revision: number;
  standing(id: DestinationId, revision: number): Standing;
  /** Everything committed before the call is held when it resolves; rejects when the database does not answer. */
  refresh(): Promise<void>;
}

/** Reads what recorder has stored. Both may reject while the database is away. */
export interface Ledger {
  readonly lives: ReadLives;
  readonly closed: () => Promise<readonly ClosedDestination[]>;
}

export interface EngineOptions<Config> {
  readonly kind: Kind<Config>;
  readonly policy: RetryPolicy;
  readonly directory: Directory;
  readonly opener: DestinationOpener;
  readonly egress: Pick<Egress, 'send'>;
  readonly producer: Pick<Producer, 'send' | 'partitionFor' | 'clock'>;
  readonly ledger: Ledger;
  readonly log: Logger;
  readonly meter: DeliveryMeter;
  /** Something broke that must not be worked on with: ends the process. */
  readonly onFatal: (error: unknown) => void;
  /** Requests on the wire or not recorded yet, over all destinations; 1,024. */
  readonly slots?: number;
  /** Bytes of tasks that may wait in lanes, over all destinations; 16 MiB. */
  readonly laneBytes?: number;
  /** Monotonic ms. */
  readonly monotonic?: () => number;
}
