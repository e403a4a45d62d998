import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database.js';
import { readRevision } from './revision.js';

/** Structured log lines, pino's shape. */
export interface ConfigurationLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Loads what changed after a revision; `since` 0 asks for everything, to replace what is held. */
export type LoadChanges = (since: number) => Promise<void>;

/**
 * Keeps something in memory in step with `config_state`: polls the revision and has the changes loaded when it moved.
 * A database that is away leaves what is held as it is.
 */
export class RevisionFollower {
  #revision = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failing = false;
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly load: LoadChanges,
    private readonly what: string,
    private readonly log: ConfigurationLog,
    private readonly pollMs: number,
  ) {}

  /** The revision that is held completely; 0 before the first load. */
  get revision(): number {
    return this.#revision;
  }

  /** Begins to poll; resolves at once. Loading is tried until it succeeds. */
  start(): void {
    this.#loop ??= this.#poll();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await this.#running?.catch(() => undefined);
  }

  /**
   * Polls now. What was committed before the call is held when it resolves; rejects when the database does not answer.
   * Calls that come while a poll runs share the next one.
   */
  refresh(): Promise<void> {
    if (!this.#running) return this.#begin();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin();
      });
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#running = this.#follow().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #follow(): Promise<void> {
    const newest = await readRevision(this.database);
    if (newest === this.#revision) return;
    // A database restored from a backup stands behind: nothing held can be trusted to be what it has.
    await this.load(newest > this.#revision ? this.#revision : 0);
    this.#revision = newest;
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.refresh().then(
        () => this.#succeeded(),
        (error: unknown) => this.#failed(error),
      );
      await delay(this.pollMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #succeeded(): void {
    if (this.#failing) this.log.info({ revision: this.#revision }, `${this.what}: in step again`);
    this.#failing = false;
  }

  #failed(error: unknown): void {
    if (!this.#failing) this.log.error({ err: error }, `${this.what}: not loaded, keeping revision ${this.#revision}`);
    this.#failing = true;
  }
}
