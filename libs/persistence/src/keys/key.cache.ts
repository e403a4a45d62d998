import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { RevisionFollower, type ConfigurationLog } from '../configuration/revision-follower.js';
import type { Database } from '../database.js';
import { keyByHash, keysChangedSince, noteKeyUse, type Key, type StoredKey } from './keys.repository.js';

/** `unknown`: no such key, or it has ended. `unavailable`: not in memory and the database cannot be asked. */
export type KeyCheck = Key | 'unknown' | 'unavailable';

export interface KeyCacheOptions {
  readonly database: Database;
  readonly log: ConfigurationLog;
  /** How often the revision is polled (ms); 1,000: a revoked key is refused within two polls. */
  readonly pollMs?: number;
  /** How often uses are written down (ms); 30,000. */
  readonly noteUseMs?: number;
}

const POLL_MS = 1_000;
const NOTE_USE_MS = 30_000;
/** A wrong key tried again and again costs one look-up a second. */
const UNKNOWN = { max: 10_000, ttl: 1_000 };

/** Every working key in memory. While the database is away the ones it holds go on working. */
export class KeyCache {
  readonly #follower: RevisionFollower;
  #keys = new Map<string, Key>();
  readonly #unknown = new LRUCache<string, true>(UNKNOWN);
  readonly #asking = new Map<string, Promise<KeyCheck>>();
  #uses = new Map<string, number>();
  readonly #stop = new AbortController();
  #noting: Promise<void> | undefined;

  constructor(private readonly options: KeyCacheOptions) {
    const { database, log, pollMs = POLL_MS } = options;
    this.#follower = new RevisionFollower(database, (since) => this.#load(since), 'keys', log, pollMs);
  }

  /** Begins to load, poll and write down uses; resolves at once. */
  start(): void {
    this.#follower.start();
    this.#noting ??= this.#noteUses();
  }

  /** Stops polling and writes down the last uses if the database takes them. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#noting;
    await this.#follower.stop();
  }

  /** The keys were loaded at least once. */
  get loaded(): boolean {
    return this.#follower.revision > 0;
  }

  /** The key whose text has this SHA-256 (hex, lower case) at `nowMs`. A key made a moment ago is looked up. */
  check(hash: string, nowMs: number): KeyCheck | Promise<KeyCheck> {
    const key = this.#keys.get(hash);
    if (key) return this.#judge(key, nowMs);
    if (this.#unknown.has(hash)) return 'unknown';
    return this.#asking.get(hash) ?? this.#ask(hash, nowMs);
  }

  #judge(key: Key, nowMs: number): KeyCheck {
    if (key.endsAtMs !== null && key.endsAtMs <= nowMs) return 'unknown';
    this.#uses.set(key.id, nowMs);
    return key;
  }

  #ask(hash: string, nowMs: number): Promise<KeyCheck> {
    const asking = keyByHash(this.options.database, hash)
      .then(
        (found): KeyCheck => {
          if (!found) this.#unknown.set(hash, true);
          else this.#keys.set(hash, found);
          return found ? this.#judge(found, nowMs) : 'unknown';
        },
        (): KeyCheck => 'unavailable',
      )
      .finally(() => this.#asking.delete(hash));
    this.#asking.set(hash, asking);
    return asking;
  }

  async #load(since: number): Promise<void> {
    const changed: readonly StoredKey[] = await keysChangedSince(this.options.database, since);
    const keys = new Map(since === 0 ? [] : this.#keys);
    for (const { hash, ...key } of changed) keys.set(hash, key);
    this.#keys = keys;
    this.#unknown.clear();
  }

  async #noteUses(): Promise<void> {
    const { noteUseMs = NOTE_USE_MS } = this.options;
    while (!this.#stop.signal.aborted) {
      await delay(noteUseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      const uses = this.#uses;
      this.#uses = new Map();
      // For people to look at: what cannot be written now is not worth keeping.
      if (uses.size > 0) await noteKeyUse(this.options.database, uses).catch(() => undefined);
    }
  }
}
