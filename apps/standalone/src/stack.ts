import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EmbeddedKafka, EmbeddedPostgres } from '@app/embedded';
import { migrate } from '@app/persistence';
import { Instances } from './instances.js';
import type { SupervisedProcess } from './processes/supervised.process.js';
import { RECEIVER, SERVICES, type ServiceName } from './service.list.js';
import { type Credentials, loadCredentials } from './settings/credentials.js';
import { type Environment, serviceEnvironment } from './settings/environment.js';
import { choosePorts } from './settings/port.memory.js';
import type { RunningService } from './settings/state.file.js';
import { startStores } from './stores.js';
import { prepareTopics } from './topics.js';

/** How a stack is made. */
export interface StackOptions {
  /** Holds data, logs and credentials; used again by the next start. */
  readonly dataDir: string;
  /** Fixed ports of the doors; free ones where absent. */
  readonly ports?: { readonly ingest: number; readonly console: number };
  /** Which services run, one instance each; default all, the demo receiver included. */
  readonly services?: readonly ServiceName[];
  /** Brokers; default 1. */
  readonly brokers?: 1 | 3;
  /** The environment services get beside what the stack decides; default this process's own. */
  readonly env?: Environment;
  /** One line for each step that takes a person's time. */
  readonly log?: (line: string) => void;
  /** Something a person should see: who, and what. */
  readonly onTrouble?: (who: string, text: string) => void;
  /** A process came or went. */
  readonly onChange?: () => void;
}

/** The whole product, running on this machine. */
export interface Stack {
  readonly kafka: EmbeddedKafka;
  readonly postgres: EmbeddedPostgres;
  readonly credentials: Credentials;
  /** What every service runs with. */
  readonly environment: Environment;
  /** Base URLs of what answers HTTP, as they stay over restarts. */
  readonly urls: { readonly ingest: string; readonly console: string; readonly receiver: string };
  /** Every instance there is, running or not. */
  readonly processes: readonly SupervisedProcess[];
  /** Those that run and have said where. */
  running(): readonly RunningService[];
  /** Starts one more instance, on free ports; resolves when it is ready. */
  addInstance(name: ServiceName): Promise<SupervisedProcess>;
  /** Services, then broker and database, within 25 s. Data stays. */
  stop(): Promise<void>;
  /** Kills everything at once. Data stays as after a power cut. */
  kill(): Promise<void>;
}

const silence = (): void => undefined;
const onLoopback = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts broker, database and services; resolves when all are ready. When it fails, nothing is left running. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { services = [...SERVICES, RECEIVER], brokers = 1, env = process.env } = options;
  const { log = silence, onTrouble = silence, onChange = silence } = options;
  const dataDir = resolve(options.dataDir);
  const logDir = join(dataDir, 'logs');
  await mkdir(logDir, { recursive: true });
  const credentials = await loadCredentials(join(dataDir, 'credentials.json'), existsSync(join(dataDir, 'postgres')));
  const ports = await choosePorts(join(dataDir, 'ports.json'), options.ports ?? {});
  const urls = {
    ingest: onLoopback(ports.ingest),
    console: onLoopback(ports.console),
    receiver: onLoopback(ports.receiver),
  };
  const stores = await startStores({ dataDir, ports, brokers, log, onTrouble });
  const { kafka, postgres } = stores;
  const addresses = {
    kafka: kafka.brokers.join(','),
    postgres: postgres.url,
    ingest: urls.ingest,
    graph: services.includes(RECEIVER) ? `${urls.receiver}/graph` : null,
  };
  const environment = serviceEnvironment(env, credentials, addresses);
  const instances = new Instances({ environment, ports, logDir, onTrouble, onChange });
  const kill = async (): Promise<void> => {
    instances.kill();
    await Promise.all([instances.stop(), stores.kill()]);
  };
  try {
    await Promise.all([
      migrate(postgres.url),
      prepareTopics({ brokers: kafka.brokers, environment, onTrouble: (text) => onTrouble('kafka', text) }),
    ]);
    log('Starting services');
    await Promise.all(services.map((name) => instances.add(name)));
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    kafka,
    postgres,
    credentials,
    environment,
    urls,
    processes: instances.processes,
    running: () => instances.running(),
    addInstance: (name) => instances.add(name),
    stop: async () => {
      await instances.stop();
      await stores.stop();
    },
    kill,
  };
};
