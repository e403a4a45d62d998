import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnable } from '@app/embedded';
import type { Endpoint } from '@app/service';
import { listeningOf } from './listening.message.js';
import { ServiceLog } from './service.log.js';

/** What it takes to run a service. */
export interface ProcessSpec {
  /** `webhook`; for another instance `webhook-2`. Names the log file too. */
  readonly label: string;
  /** The service: `webhook`. */
  readonly name: string;
  /** JavaScript file it begins with. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
}

/** What the owner of a process is told. */
export interface ProcessWatch {
  /** Its pid or one of its addresses is another now. */
  readonly onChange: () => void;
  /** Something a person should see. */
  readonly onTrouble: (text: string) => void;
}

/** sysexits.h EX_CONFIG: the settings are wrong, so another start would end alike. */
const EXIT_CONFIG = 78;
const READY_POLL_MS = 25;

/** Ms until a process that died is started again: at once, or, when it died young, so that a crash loop spares the machine. */
export const restartDelayMs = (livedMs: number): number => (livedMs < 1000 ? 500 : 0);

const portOf = (url: string): string => new URL(url).port;

/** A service that is kept running: when it dies, however often, it is started again within a second, on the same ports. */
export class SupervisedProcess {
  readonly #log: ServiceLog;
  #child: ChildProcess | undefined;
  #urls: Partial<Record<Endpoint, string>> = {};
  #ports: Partial<Record<Endpoint, string>> = {};
  #wanted = false;
  #refused = false;
  #restarts = 0;

  constructor(
    readonly spec: ProcessSpec,
    private readonly watch: ProcessWatch,
  ) {
    this.#log = new ServiceLog(spec.logFile, (text) => watch.onTrouble(text));
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Address of its HTTP interface, once announced. */
  get url(): string | undefined {
    return this.#urls.http;
  }

  /** Address of /livez, /readyz and /metrics, once announced. */
  get management(): string | undefined {
    return this.#urls.management;
  }

  /** How often it had to be started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Starts it and keeps it running until `stop`. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#spawn();
  }

  /** Resolves when it says it is ready; rejects with its last lines when it refuses its settings or the deadline passes. */
  async ready(deadlineMs: number): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    while (!(await this.#isReady())) {
      const why = this.#refused
        ? 'refuses its settings'
        : performance.now() > deadline
          ? `was not ready within ${Math.round(deadlineMs / 1000)} s`
          : null;
      if (why !== null)
        throw new Error(`${this.spec.label} ${why}. Its last lines:\n  ${this.#log.tail().join('\n  ')}`);
      await pause(READY_POLL_MS);
    }
  }

  /** A signal to the process; it comes back if it dies of it. Nothing happens while it is down. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** SIGTERM, and SIGKILL to its whole group after `graceMs`. Resolves, true if it ended by itself, when it is gone. */
  async stop(graceMs: number): Promise<boolean> {
    this.#wanted = false;
    const child = this.#child;
    if (!child) return true;
    const ended = once(child, 'exit').then(() => true);
    child.kill('SIGTERM');
    const patience = new AbortController();
    const inTime = await Promise.race([ended, pause(graceMs, false, { signal: patience.signal, ref: false })]);
    patience.abort();
    if (!inTime) this.#killGroup(child);
    await ended;
    return inTime;
  }

  /** SIGKILL to its whole group, for good; synchronous, so that it works while the launcher ends. */
  kill(): void {
    this.#wanted = false;
    if (this.#child) this.#killGroup(this.#child);
  }

  /** Resolves when its log is written. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #spawn(): void {
    const bornAt = performance.now();
    const command = { file: process.execPath, args: [this.spec.entry] };
    const { file, args } = spawnable(command, { onParentDeath: 'SIGTERM' });
    const child = spawn(file, args, {
      env: {
        ...this.spec.env,
        ...(this.#ports.http ? { WAYBILL_PORT: this.#ports.http } : {}),
        ...(this.#ports.management ? { WAYBILL_MANAGEMENT_PORT: this.#ports.management } : {}),
      },
      // A process group of its own: Ctrl-C in the terminal reaches only the launcher, which stops things in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#refused = false;
    child.stdout?.on('data', (chunk: Buffer) => this.#log.write(chunk, 'stdout'));
    child.stderr?.on('data', (chunk: Buffer) => this.#log.write(chunk, 'stderr'));
    child.on('message', (message) => this.#hear(message));
    child.on('error', (error) => this.watch.onTrouble(error.message));
    child.once('exit', (code, signal) => this.#gone(performance.now() - bornAt, code, signal));
    this.watch.onChange();
  }

  #hear(message: unknown): void {
    const listening = listeningOf(message);
    if (!listening) return;
    this.#urls[listening.endpoint] = listening.url;
    this.watch.onChange();
  }

  #gone(livedMs: number, code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined;
    this.#refused = code === EXIT_CONFIG;
    // The addresses stay what they were, unless it could not even take them: then it chooses anew.
    for (const endpoint of ['http', 'management'] as const) {
      const url = this.#urls[endpoint];
      if (url) this.#ports[endpoint] = portOf(url);
      else delete this.#ports[endpoint];
    }
    this.#urls = {};
    this.watch.onChange();
    if (!this.#wanted) return;
    this.watch.onTrouble(`ended (${signal ?? `code ${String(code)}`}), starting it again`);
    setTimeout(() => this.#again(), restartDelayMs(livedMs));
  }

  #again(): void {
    if (!this.#wanted || this.#child) return;
    this.#restarts += 1;
    this.#spawn();
  }

  async #isReady(): Promise<boolean> {
    const { management } = this;
    if (!management) return false;
    try {
      return (await fetch(`${management}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false;
    }
  }

  #killGroup(child: ChildProcess): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
