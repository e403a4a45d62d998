import { setTimeout as delay } from 'node:timers/promises';
import type { DestinationId } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { ClosedDestination } from '@app/persistence';
import type { Lane } from '../lanes/lane.js';
import type { Ticket } from '../records/ticket.js';
import { applyHold } from './lane.holds.js';

/** Between two tries while the database is away, ms. */
const PAUSE_MS = 1000;

export interface LearnerOptions {
  readonly read: () => Promise<readonly ClosedDestination[]>;
  /** Epoch ms by the broker's clock. */
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Learns which destinations are held or paused when their partitions come to this process. Until it has, they count as
 * open: deliveries do not wait for the database.
 */
export class HoldLearner {
  readonly #stop = new AbortController();

  constructor(private readonly options: LearnerOptions) {}

  /** `laneOf` answers `null` for a destination that is not ours. Resolves never early and never throws. */
  learn(laneOf: (id: DestinationId) => Lane<Ticket> | null): void {
    void this.#learn(laneOf);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #learn(laneOf: (id: DestinationId) => Lane<Ticket> | null): Promise<void> {
    const { read, now, log } = this.options;
    while (!this.#stop.signal.aborted) {
      try {
        for (const { id, decision } of await read()) {
          const lane = laneOf(id);
          if (lane) applyHold(lane, { event: 'learnt', stored: decision }, now(), log);
        }
        return;
      } catch (error) {
        log.warn({ err: error }, 'the states of destinations are not known yet, trying again');
        await delay(PAUSE_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }
}
