import type { Destination, DestinationId, SpaceId } from '@app/contracts';
import type { Database } from '../database.js';
import { loadChanges, type Space } from './configuration.source.js';
import { RevisionFollower, type ConfigurationLog } from './revision-follower.js';

/**
 * A destination by what is held: itself, `deleted`, or `unknown` when the configuration held is older than the revision
 * asked for and may not have it yet.
 */
export type Standing = Destination | 'deleted' | 'unknown';

/** Told after what is held has changed, with the destinations that are new, different or gone; must not throw. */
export type ChangeListener = (changed: readonly DestinationId[]) => void;

export interface ConfigurationOptions {
  readonly database: Database;
  readonly log: ConfigurationLog;
  /** How often the revision is polled (ms); 1,000. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;

/** The configuration of one moment: it does not change while somebody works with it. */
export interface ConfigurationView {
  /** Everything up to this revision is in it. */
  readonly revision: number;
  space(id: SpaceId): Space | undefined;
  destination(id: DestinationId): Destination | undefined;
  /** Destinations of a space, whatever their state, in no particular order. */
  destinationsOf(space: SpaceId): readonly Destination[];
}

/** All spaces and destinations in memory, in step with the database; lasts through any time the database is away. */
export class ConfigurationCache implements ConfigurationView {
  readonly #follower: RevisionFollower;
  readonly #listeners: ChangeListener[] = [];
  #spaces = new Map<SpaceId, Space>();
  #destinations = new Map<DestinationId, Destination>();
  #bySpace = new Map<SpaceId, readonly Destination[]>();

  constructor(private readonly options: ConfigurationOptions) {
    const { database, log, pollMs = POLL_MS } = options;
    this.#follower = new RevisionFollower(database, (since) => this.#load(since), 'configuration', log, pollMs);
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

  /** Revision that is held completely; 0 before the first load. */
  get revision(): number {
    return this.#follower.revision;
  }

  /** The configuration was loaded at least once. */
  get loaded(): boolean {
    return this.revision > 0;
  }

  /** What is held now, for whoever must not see it change midway. */
  view(): ConfigurationView {
    const [spaces, destinations, bySpace] = [this.#spaces, this.#destinations, this.#bySpace];
    return {
      revision: this.revision,
      space: (id) => spaces.get(id),
      destination: (id) => destinations.get(id),
      destinationsOf: (space) => bySpace.get(space) ?? [],
    };
  }

  space(id: SpaceId): Space | undefined {
    return this.#spaces.get(id);
  }

  destination(id: DestinationId): Destination | undefined {
    return this.#destinations.get(id);
  }

  /** What a destination is to somebody who holds `revision` in hand. */
  standing(id: DestinationId, revision: number): Standing {
    return this.#destinations.get(id) ?? (this.revision >= revision ? 'deleted' : 'unknown');
  }

  /** Destinations of a space, whatever their state, in no particular order. */
  destinationsOf(space: SpaceId): readonly Destination[] {
    return this.#bySpace.get(space) ?? [];
  }

  /** All destinations, in no particular order. */
  destinations(): IterableIterator<Destination> {
    return this.#destinations.values();
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  async #load(since: number): Promise<void> {
    const changes = await loadChanges(this.options.database, since);
    const held = this.#destinations;
    // Built anew and swapped at once: nobody sees half of a change.
    const spaces = new Map(since === 0 ? [] : this.#spaces);
    const destinations = new Map(since === 0 ? [] : held);
    for (const space of changes.spaces) spaces.set(space.id, space);
    for (const destination of changes.destinations) destinations.set(destination.id, destination);
    for (const id of changes.deleted) destinations.delete(id);
    this.#spaces = spaces;
    this.#destinations = destinations;
    this.#bySpace = Map.groupBy(destinations.values(), ({ space_id }) => space_id);
    const changed = new Set([
      ...changes.destinations.map(({ id }) => id),
      ...[...held.keys()].filter((id) => !destinations.has(id)),
    ]);
    for (const listener of this.#listeners) listener([...changed]);
  }
}
