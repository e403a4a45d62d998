import type { SpaceId } from '@app/contracts';
import { RevisionFollower, type ConfigurationLog } from '../configuration/revision-follower.js';
import type { Database } from '../database.js';
import { loadDoorChanges, type EventAliases, type Link } from './door.source.js';

export interface DoorCacheOptions {
  readonly database: Database;
  readonly log: ConfigurationLog;
  /** How often the revision is polled (ms); 1,000. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;
const NO_ALIASES: EventAliases = {};

/** What the doors must know without asking anybody: links by slug, and each space's names of events. */
export class DoorCache {
  readonly #follower: RevisionFollower;
  #links = new Map<string, Link>();
  #aliases = new Map<SpaceId, EventAliases>();

  constructor(private readonly options: DoorCacheOptions) {
    const { database, log, pollMs = POLL_MS } = options;
    this.#follower = new RevisionFollower(database, (since) => this.#load(since), 'links', log, pollMs);
  }

  /** Begins to load and poll; resolves at once. */
  start(): void {
    this.#follower.start();
  }

  async stop(): Promise<void> {
    await this.#follower.stop();
  }

  /** Everything committed before the call is held when it resolves; rejects when the database does not answer. */
  refresh(): Promise<void> {
    return this.#follower.refresh();
  }

  /** Links and spaces were loaded at least once. */
  get loaded(): boolean {
    return this.#follower.revision > 0;
  }

  /** The link with this slug, enabled or not. */
  link(slug: string): Link | undefined {
    return this.#links.get(slug);
  }

  aliases(space: SpaceId): EventAliases {
    return this.#aliases.get(space) ?? NO_ALIASES;
  }

  async #load(since: number): Promise<void> {
    const { spaces, links } = await loadDoorChanges(this.options.database, since);
    // Built anew and swapped at once: nobody sees half of a change.
    const bySlug = new Map(since === 0 ? [] : this.#links);
    const aliases = new Map(since === 0 ? [] : this.#aliases);
    for (const { link, deleted } of links) {
      if (!deleted) bySlug.set(link.slug, link);
      else if (bySlug.get(link.slug)?.id === link.id) bySlug.delete(link.slug);
    }
    for (const space of spaces) aliases.set(space.id, space.aliases);
    this.#links = bySlug;
    this.#aliases = aliases;
  }
}
