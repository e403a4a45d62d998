import { rm } from 'node:fs/promises';
import { VERSION } from '@app/contracts';
import { seedDemo, seedSpace } from '../seed/seed.js';
import { RECEIVER, SERVICES } from '../service.list.js';
import { ownVariables } from '../settings/environment.js';
import { watchJoined } from '../settings/joined.folder.js';
import { writePrivate } from '../settings/private.file.js';
import { type RunningService, StateFile } from '../settings/state.file.js';
import { type Stack, startStack } from '../stack.js';
import { banner, onThisMachine } from './banner.js';
import { claimDataHome, dataHomePath, type DataHome } from './data.home.js';
import type { LaunchOptions } from './options.js';
import { preflight } from './preflight.js';
import { stateOf } from './stack.state.js';
import { onStopSignals } from './stop.signals.js';
import { troubleReport } from './trouble.report.js';

/** The port of console is this far above the one of ingest. */
const CONSOLE_ABOVE = 100;
/** Killing takes no longer; what still runs then ends with this process. */
const KILL_WITHIN_MS = 3_000;

const say = (line: string): void => console.error(line);
const secondsSince = (startedAt: number): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** Starts everything and shows where it is; resolves when it is ready. From then on it runs until a stop signal. */
export const launch = async (options: LaunchOptions): Promise<void> => {
  const run = new Launch(options);
  onStopSignals(
    () => void run.stop(),
    () => void run.kill(),
  );
  try {
    await run.start();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    await run.giveUp();
  }
};

class Launch {
  #home: DataHome | undefined;
  #stack: Stack | undefined;
  #state: StateFile | undefined;
  #ready: (() => void) | undefined;
  #stopping = false;
  #killing = false;
  readonly #report = troubleReport((line) => {
    if (!this.#stopping) say(`  ${line}`);
  });

  constructor(private readonly options: LaunchOptions) {}

  async start(): Promise<void> {
    const startedAt = performance.now();
    const { demo, portBase } = this.options;
    const home = await claimDataHome(dataHomePath(this.options.dataDir));
    this.#home = home;
    if (this.options.reset) await home.wipe();
    const ports = { ingest: portBase, console: portBase + CONSOLE_ABOVE };
    const problems = await preflight({ dataDir: home.path, ports, log: say });
    if (problems.length > 0) throw new Error(problems.join('\n'));

    say('Starting Kafka and Postgres …');
    const stack = await startStack({
      dataDir: home.path,
      ports,
      services: demo ? [...SERVICES, RECEIVER] : SERVICES,
      log: say,
      onTrouble: this.#report,
      onChange: () => this.#ready?.(),
    });
    this.#stack = stack;
    const { credentials, space } = await seedSpace(stack, home.credentialsFile);
    const probeMs = demo ? await seedDemo({ ...stack, credentials }, home.credentialsFile) : null;

    const state = new StateFile(home.stateFile, (error) => this.#report('standalone', String(error)));
    let joined: readonly RunningService[] = [];
    const now = () => stateOf(stack, { admin: credentials.admin, space }, { demo, joined });
    this.#state = state;
    this.#ready = () => void state.write(now());
    watchJoined(home.path, (others) => {
      joined = others;
      this.#ready?.();
    });
    await writePrivate(home.environmentFile, ownVariables(stack.environment));
    await state.write(now());
    say(banner({ version: VERSION, state: now(), probeMs, home: onThisMachine(home.shown) }));
    say(`Ready in ${secondsSince(startedAt)}.`);
  }

  /** Stops everything in order; during the start, when there is nothing to lose yet, at once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (!this.#stack) process.exit(130);
    const startedAt = performance.now();
    say('\nStopping services, then Kafka and Postgres (Ctrl-C again kills) …');
    await this.#forget();
    await this.#stack.stop();
    if (this.#killing) return;
    await this.#home?.release();
    say(`Stopped in ${secondsSince(startedAt)}. Data stay in ${this.#home?.shown}.`);
    process.exit(0);
  }

  /** Kills everything, and this process. */
  async kill(): Promise<void> {
    this.#killing = true;
    say('Killing everything.');
    setTimeout(() => process.exit(130), KILL_WITHIN_MS);
    await this.#stack?.kill();
    await this.#home?.release();
    process.exit(130);
  }

  /** After a failed start: nothing is left running. */
  async giveUp(): Promise<void> {
    this.#stopping = true;
    await this.#forget();
    await this.#stack?.stop();
    await this.#home?.release();
    process.exit(1);
  }

  async #forget(): Promise<void> {
    this.#ready = undefined;
    await this.#state?.remove();
    if (this.#home) await rm(this.#home.environmentFile, { force: true });
  }
}
