import type { ListeningMessage } from './service-context.js';

/** The part of `process` a service touches; tests hand in their own. */
export interface ProcessHost {
  readonly versions: { readonly node: string };
  readonly pid: number;
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
  /** Signals, `uncaughtException` and `unhandledRejection`. */
  on(event: string, listener: (cause: unknown) => void): unknown;
  exit(code: number): void;
  /** The launcher's channel, if it opened one. */
  send?: ((message: ListeningMessage) => unknown) | undefined;
}

/** sysexits.h: something is wrong with the configuration, so a restart will not help. */
export const EXIT_CONFIG = 78;
const LEAST_NODE = 24;

/** `null`, or why this Node cannot run the product. npm falls back to the PATH's Node where its own was not installed. */
export const nodeProblem = (version: string): string | null =>
  Number.parseInt(version, 10) >= LEAST_NODE
    ? null
    : `Node ${LEAST_NODE} or later is needed and this is ${version}: start it by an npm script, after npm install`;
