import type { Health, LogLevel, Logger, Metrics } from '@app/observability';
import type { ShutdownStep } from './shutdown-sequence.js';

/** Settings every process has: the fragment `processSettings` under the key `process`. */
export interface WithProcessSettings {
  readonly process: { readonly bind: string; readonly managementPort: number; readonly logLevel: LogLevel };
}

/** What a running process hands to its parts. */
export interface ServiceContext<Settings> {
  /** Name of the service: `ingest`. */
  readonly name: string;
  /** This process among others of its name: `ingest-4711-k3f9x2`. Goes into client ids and locks, never into identity. */
  readonly instance: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly settings: Settings;
  /** Adds a step to the end of the process. Call it as soon as what it ends exists. */
  readonly onShutdown: (step: ShutdownStep) => void;
  /** Tells the log and the launcher where something listens. */
  readonly announce: (endpoint: Endpoint, url: string) => void;
  /**
   * Ends the process at once (exit code 1) because going on would be wrong: an invariant broke, or a loop died for good.
   * Nothing is finished or committed; the restart begins at the last commit.
   */
  readonly crash: (error: unknown) => void;
}

export type Endpoint = 'http' | 'management';

/** What a process tells its launcher over the IPC channel, where there is one; the same goes to the log. */
export interface ListeningMessage {
  readonly listening: { readonly service: string; readonly endpoint: Endpoint; readonly url: string };
}
