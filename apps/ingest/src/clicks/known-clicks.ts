import type { ClickKey, Queryable } from '@app/persistence';
import { knownClicks } from '@app/persistence';
import { BatchedLookup } from '../batched-lookup.js';

const nameOf = ({ spaceId, uid }: ClickKey): string => `${spaceId} ${uid}`;

const NONE: ReadonlySet<string> = new Set();

/** Tells which clicks are stored already, as far as the database says so in time. */
export class KnownClicks {
  readonly #lookup: BatchedLookup<ClickKey, ReadonlySet<string>>;

  constructor(db: Queryable) {
    this.#lookup = new BatchedLookup(async (keys) => new Set((await knownClicks(db, keys)).map(nameOf)), NONE);
  }

  async has(key: ClickKey): Promise<boolean> {
    return (await this.#lookup.ask([key])).has(nameOf(key));
  }
}
