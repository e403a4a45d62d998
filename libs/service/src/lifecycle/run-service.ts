import { randomBytes } from 'node:crypto';
import { VERSION } from '@app/contracts';
import { createHealth, createLogger, createMetrics } from '@app/observability';
import { startManagement } from '../management/management.js';
import type { ReadSettings } from '../settings/read-settings.js';
import { SettingsError } from '../settings/read-settings.js';
import type { ProcessHost } from './process-host.js';
import { EXIT_CONFIG, nodeProblem } from './process-host.js';
import type { ServiceContext, WithProcessSettings } from './service-context.js';
import type { ShutdownStep } from './shutdown-sequence.js';
import { runShutdown } from './shutdown-sequence.js';

export interface ServiceDefinition<Settings extends WithProcessSettings> {
  readonly name: string;
  /** Reads the environment; a `SettingsError` from here or from `start` ends the process with code 78 and says why. */
  readonly settings: () => ReadSettings<Settings>;
  /** Builds and starts everything; the process is not ready before it resolves. What it throws ends the process. */
  readonly start: (context: ServiceContext<Settings>) => Promise<void>;
}

const TICK_MS = 1000;
/** A process whose timers stood still this long serves nobody; well above any pause of garbage collection. */
const MAX_TIMER_SILENCE_MS = 15_000;

/**
 * Runs a service in this process until SIGTERM or SIGINT: settings, logger, management port, `start`, and at the end the
 * shutdown sequence and exit code 0 (1 when a step failed or took too long). An uncaught error is logged and ends the
 * process with code 1 at once. Resolves when the service is ready.
 */
export async function runService<Settings extends WithProcessSettings>(
  definition: ServiceDefinition<Settings>,
  host: ProcessHost = process,
): Promise<void> {
  const wrongNode = nodeProblem(host.versions.node);
  if (wrongNode !== null) return refuse(host, [wrongNode]);
  const read = readOrNull(definition, host);
  if (read === null) return;
  const { name } = definition;
  const settings = read.values;
  const pretty = host.stdout.isTTY === true;
  const log = createLogger({ service: name, level: settings.process.logLevel, pretty });
  const metrics = createMetrics({ service: name, version: VERSION });
  const health = createHealth();
  const steps: ShutdownStep[] = [];
  let closeManagement: (() => void) | null = null;
  let state: 'starting' | 'running' | 'shutting down' = 'starting';

  const crash = (error: unknown): void => {
    log.fatal({ err: error }, 'cannot go on');
    host.exit(1);
  };
  const context: ServiceContext<Settings> = {
    name,
    instance: `${name}-${host.pid}-${randomBytes(3).toString('hex')}`,
    log,
    metrics,
    health,
    settings,
    crash,
    onShutdown: (step) => void steps.push(step),
    announce(endpoint, url) {
      const listening = { service: name, endpoint, url };
      log.info({ listening }, 'listening');
      host.send?.({ listening });
    },
  };
  const end = async (signal: string): Promise<void> => {
    if (state === 'shutting down') return;
    state = 'shutting down';
    log.info({ signal }, 'shutting down');
    const results = await runShutdown(steps, log);
    closeManagement?.();
    host.exit(results.every(({ result }) => result === 'done') ? 0 : 1);
  };

  host.on('uncaughtException', crash);
  host.on('unhandledRejection', crash);
  for (const signal of ['SIGTERM', 'SIGINT']) host.on(signal, () => void end(signal));
  setInterval(health.heartbeat('timers', MAX_TIMER_SILENCE_MS), TICK_MS).unref();
  health.ready('process', () => (state === 'running' ? null : state));
  log.info({ version: VERSION, node: host.versions.node, settings: read.summary }, 'starting');
  try {
    closeManagement = await startManagement(context);
    await definition.start(context);
    if (state === 'starting') state = 'running';
  } catch (error) {
    if (error instanceof SettingsError) refuse(host, error.problems);
    else crash(error);
  }
}

function readOrNull<Settings extends WithProcessSettings>(
  { settings }: ServiceDefinition<Settings>,
  host: ProcessHost,
): ReadSettings<Settings> | null {
  try {
    return settings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    refuse(host, error.problems);
    return null;
  }
}

function refuse(host: ProcessHost, problems: readonly string[]): void {
  host.stderr.write(`cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  host.exit(EXIT_CONFIG);
}
