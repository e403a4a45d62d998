import { rm } from 'node:fs/promises';
import type { Credentials, SpaceCredentials } from './credentials.js';
import { writePrivate } from './private.file.js';

/** One running process of a service. */
export interface RunningService {
  readonly name: string;
  readonly pid: number;
  /** Base URL, where it answers HTTP. */
  readonly url?: string;
  /** Base URL of /livez, /readyz and /metrics. */
  readonly management: string;
}

/** Content of `.waybill/standalone.json`: where everything is and how to get in. It exists as long as the stack is ready. */
export interface StandaloneState {
  readonly ingest: string;
  readonly console: string;
  readonly receiver?: string;
  /** "host:port". */
  readonly kafka: string;
  readonly postgres: string;
  /** Service → URL of its metrics. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly services: readonly RunningService[];
  readonly admin: Credentials['admin'];
  readonly space: SpaceCredentials;
}

/** Service → URL of the metrics of its first instance. */
export const metricsOf = (services: readonly RunningService[]): Record<string, string> => {
  const urls: Record<string, string> = {};
  for (const { name, management } of services) urls[name] ??= `${management}/metrics`;
  return urls;
};

/** Keeps the file in step with a stack whose processes come and go. */
export class StateFile {
  #last: Promise<void> = Promise.resolve();
  #removed = false;

  constructor(
    private readonly path: string,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Writes the present state; calls are done one after another. */
  write(state: StandaloneState): Promise<void> {
    return this.#then(async () => {
      if (!this.#removed) await writePrivate(this.path, state);
    });
  }

  /** Removes it for good. */
  remove(): Promise<void> {
    this.#removed = true;
    return this.#then(() => rm(this.path, { force: true }));
  }

  #then(act: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(act).catch(this.onFailure);
    return this.#last;
  }
}
