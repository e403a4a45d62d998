import type { DestinationId } from '@app/contracts';
import type { DestinationRow } from '@app/persistence';
import type { z } from 'zod';
import { shownOrNull } from '../api/moment.js';
import type { estimateAnswer } from './job.shape.js';

/** Some deliveries of one destination that a job would move. Times are epoch ms. */
export interface Share {
  readonly count: number;
  readonly oldest: number;
  readonly newest: number;
  /** How many the receiver may count a second time. */
  readonly duplicates: number;
}

/** Adds up what a job would move. */
export class Estimate {
  readonly #counts = new Map<DestinationId, number>();
  #oldest: number | null = null;
  #newest: number | null = null;
  #duplicates = 0;

  add(destination: DestinationId, { count, oldest, newest, duplicates }: Share): void {
    if (count === 0) return;
    this.#counts.set(destination, (this.#counts.get(destination) ?? 0) + count);
    this.#oldest = Math.min(this.#oldest ?? oldest, oldest);
    this.#newest = Math.max(this.#newest ?? newest, newest);
    this.#duplicates += duplicates;
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  /** As answers carry it, the largest share first. */
  shown(destinations: readonly DestinationRow[]): z.input<typeof estimateAnswer> {
    const names = new Map(destinations.map(({ id, name }) => [id, name]));
    return {
      count: this.count,
      by_destination: [...this.#counts]
        .map(([id, count]) => ({ destination_id: id, destination_name: names.get(id) ?? '', count }))
        .toSorted((a, b) => b.count - a.count),
      oldest_at: shownOrNull(this.#oldest),
      newest_at: shownOrNull(this.#newest),
      duplicates: this.#duplicates,
    };
  }
}
