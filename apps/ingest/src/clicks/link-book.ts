import type { DoorCache, Link } from '@app/persistence';
import { ProblemError } from '@app/service';
import { within } from '../within.js';

/** How long whoever asks for an unknown slug waits while the database is asked (ms). A known one never waits. */
const PATIENCE_MS = 500;

/** Finds links by slug, in memory; one that was made a moment ago is asked for. */
export class LinkBook {
  constructor(private readonly cache: Pick<DoorCache, 'link' | 'refresh' | 'loaded'>) {}

  /** The link, enabled or not; rejects with 503 while no links have been loaded at all. */
  async find(slug: string): Promise<Link | undefined> {
    const known = this.cache.link(slug);
    if (known) return known;
    await within(PATIENCE_MS, this.cache.refresh(), undefined).catch(() => undefined);
    if (!this.cache.loaded) throw new ProblemError('unavailable', 'links are not loaded yet');
    return this.cache.link(slug);
  }
}
