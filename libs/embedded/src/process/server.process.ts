import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';
import type { EmbeddedProcess } from '../embedded.types.js';
import { endProcess, killTree, signalTree } from './end.process.js';
import { atExit } from './exit.hook.js';
import { parseIdentity } from './folder.lock.js';
import { tailOf } from './log.tail.js';
import { isPortFree, portTaken } from './port.choice.js';
import { commandOf, identityOf, type ProcessIdentity } from './process.table.js';
import { type Account, type Command, spawnable } from './spawn.command.js';
import { waitUntil } from './wait.condition.js';

/** How one server process is run. */
export interface ServerProcessOptions {
  /** For messages: "Kafka broker 1". */
  readonly what: string;
  readonly command: Command;
  readonly port: number;
  /** Holds the process record and `console.log`, what the process printed since its last start. */
  readonly folder: string;
  /** Files whose last lines explain a failed start. */
  readonly logs: readonly string[];
  /** The signal for an orderly end. */
  readonly stopSignal: NodeJS.Signals;
  readonly account?: Account | undefined;
  readonly isReady: () => Promise<boolean>;
  readonly startTimeoutMs: number;
  readonly onDeath?: ((what: string, how: string) => void) | undefined;
}

const recordOf = (folder: string): string => join(folder, 'process.json');
const stopGraceMs = 10_000;

/** Ends the server a dead launcher left running on this folder. A pid that was given to another process is not touched. */
export const endOrphan = async (folder: string, how: NodeJS.Signals): Promise<void> => {
  const text = await readFile(recordOf(folder), 'utf8').catch(() => '');
  const orphan = parseIdentity(text);
  if (orphan && commandOf(orphan.pid).includes(folder)) await endProcess(orphan, how, stopGraceMs);
  await rm(recordOf(folder), { force: true });
};

/** One server in a process group of its own, which dies with this process. */
export class ServerProcess implements EmbeddedProcess {
  private readonly options: ServerProcessOptions;
  #running: { readonly child: ChildProcess; readonly identity: ProcessIdentity; asked: boolean } | undefined;
  #starting: Promise<void> | undefined;

  constructor(options: ServerProcessOptions) {
    this.options = options;
  }

  get pid(): number | undefined {
    return this.#running?.identity.pid;
  }

  get port(): number {
    return this.options.port;
  }

  start(): Promise<void> {
    this.#starting ??= (this.#running ? Promise.resolve() : this.#launch()).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async stop(): Promise<void> {
    await this.#end((identity) => endProcess(identity, this.options.stopSignal, stopGraceMs));
  }

  async kill(): Promise<void> {
    await this.#end(killTree);
  }

  suspend(): void {
    if (this.#running) signalTree(this.#running.identity, 'SIGSTOP');
  }

  resume(): void {
    if (this.#running) signalTree(this.#running.identity, 'SIGCONT');
  }

  async #end(by: (identity: ProcessIdentity) => Promise<unknown>): Promise<void> {
    const running = this.#running;
    if (!running) return;
    running.asked = true;
    const exited = running.child.exitCode === null && running.child.signalCode === null && once(running.child, 'exit');
    await by(running.identity);
    await exited;
  }

  async #launch(): Promise<void> {
    const { what, port, folder, startTimeoutMs, isReady } = this.options;
    if (!(await isPortFree(port))) throw portTaken(port, what);
    const child = this.#spawn();
    const failure = once(child, 'exit').then(
      ([code, signal]) => `ended with ${String(signal ?? `code ${String(code)}`)}`,
      (error: unknown) => String(error),
    );
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (!identity) throw await this.#startFailure(await failure);
    const running = { child, identity, asked: false };
    this.#running = running;
    const forget = atExit(() => signalTree(identity, 'SIGKILL'));
    let how: string | undefined;
    let ready = false;
    void failure.then((text) => {
      forget();
      how = text;
      this.#running = undefined;
      if (ready && !running.asked) this.options.onDeath?.(what, text);
    });
    await writeFile(recordOf(folder), JSON.stringify(identity));
    const settled = await waitUntil(async () => how !== undefined || (ready = await isReady()), startTimeoutMs, 50);
    if (how !== undefined) throw await this.#startFailure(how);
    if (settled) return;
    await this.kill();
    throw new EmbeddedError(
      'START_TIMEOUT',
      `${what} did not answer on port ${port} within ${startTimeoutMs / 1000} s. Its last lines:${await tailOf(this.options.logs)}`,
    );
  }

  #spawn(): ChildProcess {
    const { command, folder, stopSignal, account } = this.options;
    const { file, args, ...identity } = spawnable(command, { onParentDeath: stopSignal, account });
    const output = openSync(join(folder, 'console.log'), 'w');
    try {
      return spawn(file, args, {
        ...identity,
        cwd: folder,
        // A process group of its own: Ctrl-C in the terminal reaches only the launcher, which stops things in order.
        detached: true,
        stdio: ['ignore', output, output],
      });
    } finally {
      closeSync(output);
    }
  }

  async #startFailure(how: string): Promise<EmbeddedError> {
    const { what, port, logs } = this.options;
    const tail = await tailOf(logs);
    if (tail.includes('Address already in use')) return portTaken(port, what);
    return new EmbeddedError('START_FAILED', `${what} ${how} before it answered. Its last lines:${tail}`);
  }
}
